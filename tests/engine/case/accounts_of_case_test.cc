// What a case says of each account: one row for each host, however its records spell the name.
#include <gtest/gtest.h>

#include <string>

#include "engine/case/host_rows.h"
#include "schema/schema_sql.h"
#include "tests/support/case_of_records.h"
#include "tests/support/stories.h"

namespace sojourn {
namespace {

using testing::rows;

constexpr const char* kUsers =
    "SELECT host || ' ' || coalesce(user_domain, '') || '\\' || user_name || ' ' || "
    "coalesce(user_sid, '') || ' ' || sessions || ' ' || failures FROM v_user ORDER BY 1";

// A case's rows of hosts and sessions are its own: whatever a log says, no two look like one.
TEST(HostsOfACase, AForgedNameWithANumberIsNotTheSecondMachineOfAName) {
  Strings strings;
  Database database(":memory:");
  database.execute(kSchemaSql);
  HostRows host_rows(database);
  for (const char* name : {"PC01", "PC01", "pc01 (2)", "PC01"}) {
    Host host;
    host.name = strings.intern(name);
    host_rows.write(host, {}, strings, {});
  }
  host_rows.finish();
  std::string names;
  Statement select(database, "SELECT name FROM host ORDER BY host_id");
  while (select.step()) names += std::string(select.text(0)) + '\n';
  EXPECT_EQ("PC01\nPC01 (2)\npc01 (2) (2)\nPC01 (3)\n", names);
}

// Forged: a log in which every record has one id and one time.
TEST(SessionsOfACase, SessionsThatStandOnOneRecordIdAreToldApart) {
  std::string text;
  for (const char* user : {"alice", "bob", "carol", "dave"}) {
    text += std::string("09:00:00.0 Security 4625 LogonType=3 IpAddress=10.0.0.5 RecordID=7 ") +
            "TargetUserName=" + user + "\n";
  }
  EXPECT_EQ("4 4\n", rows(text, "SELECT count(*) || ' ' || count(DISTINCT uid) FROM session"));
}

// Observed with System alone: Winlogon knows people by SID, and only what went wrong, or who asked
// for a restart, tells their names.
TEST(AccountsOfACase, OtherRecordsOfSystemTellTheNamesOfWhomWinlogonKnowsBySid) {
  std::string text;
  for (const char* number : {"1001", "1002", "1003"}) {
    const std::string sid = std::string(" UserSid=S-1-5-21-1-2-3-") + number + "\n";
    text.append("09:00:00.0 Winlogon 7001 TSId=2").append(sid);
    text.append("09:30:00.0 Winlogon 7002 TSId=2").append(sid);
  }
  text +=
      "09:10:00.0 DCOM 10016 param6=CORP param7=alice param8=S-1-5-21-1-2-3-1001\n"
      "09:20:00.0 User32 1074 param7=CORP\\bob Security/@UserID=S-1-5-21-1-2-3-1002\n"
      "09:21:00.0 DCOM 10016 param6=CORP param7=zoe param8=S-1-5-21-1-2-3-1009\n";
  EXPECT_EQ("alice 1001\nbob 1002\n- 1003\n",
            rows(text,
                 "SELECT DISTINCT coalesce(user_name, '-') || ' ' || substr(user_sid, 16) FROM "
                 "v_session ORDER BY user_sid"));
  EXPECT_EQ("3\n", rows(text, "SELECT count(*) FROM account")) << "nobody without a session";
}

// The Security log calls Entra ID's people by a mail address and LocalSessionManager otherwise.
TEST(AccountsOfACase, OneSidWithTwoNamesIsOneAccountAndOneDesktop) {
  const std::string sid = "S-1-12-1-11-22-33-44";
  EXPECT_EQ(
      "1 remote 0x50 10.0.0.5\n",
      rows("08:00:00.0 Security 4624 TargetUserName=eva@tenant.example TargetDomainName=AzureAD "
           "TargetUserSid=" +
               sid +
               " TargetLogonId=0x50 LogonType=10 IpAddress=10.0.0.5\n"
               "08:00:01.0 LSM 41 User=AzureAD\\EvaOne SessionID=3\n"
               "08:00:01.1 Winlogon 7001 TSId=3 UserSid=" +
               sid +
               "\n"
               "08:00:02.0 LSM 21 User=AzureAD\\EvaOne SessionID=3 Address=10.0.0.5\n"
               "09:00:00.0 LSM 24 User=AzureAD\\EvaOne SessionID=3 Address=10.0.0.5\n",
           "SELECT account_id || ' ' || kind || ' ' || logon_id || ' ' || src_ip FROM session"));
}

TEST(AccountsOfACase, EverySpellingIsCountedForTheOneAccount) {
  const std::string text =
      "08:00:00.0 Security 4624 TargetUserName=alice@corp.example "
      "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x31 LogonType=3 LogonProcessName=NtLmSsp "
      "IpAddress=10.0.0.5\n"
      "08:00:09.0 Security 4634 TargetUserName=alice@corp.example TargetLogonId=0x31 "
      "LogonType=3\n" +
      std::string(kConsoleLogon) +
      "12:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP.EXAMPLE "
      "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x32 LogonType=3 LogonProcessName=Kerberos "
      "IpAddress=10.0.0.6\n"
      "12:00:09.0 Security 4634 TargetUserName=alice TargetLogonId=0x32 LogonType=3\n"
      "13:00:00.0 Security 4625 TargetUserName=ALICE LogonType=10 LogonProcessName=User32 "
      "Status=0xc000006d SubStatus=0xc000006a IpAddress=10.0.0.7\n";
  EXPECT_EQ("PC01.corp.example CORP\\alice S-1-5-21-1-2-3-1001 3 1\n", rows(text, kUsers));
  EXPECT_EQ("4\n", rows(text, "SELECT count(*) FROM v_user_source"));
  EXPECT_EQ("CORP.EXAMPLE\\alice\nCORP\\alice\n\\ALICE\n\\alice@corp.example\n",
            rows(text, "SELECT coalesce(domain, '') || '\\' || name FROM account_name ORDER BY 1"));
}

// Sysprep gives a machine a new SID, and its Administrator one of it. Before the first logon of the
// new one there are failures, which name him without a SID.
TEST(AccountsOfACase, AfterSysprepANameMeansTheAccountOfItsTime) {
  const auto logon = [](const std::string& time, const std::string& authority) {
    return time + " Security 4624 TargetUserName=Administrator TargetDomainName=PC01 " +
           "TargetUserSid=S-1-5-21-" + authority + "-500 TargetLogonId=0x31 LogonType=3 " +
           "LogonProcessName=NtLmSsp IpAddress=10.0.0.5 Computer=PC01\n";
  };
  const auto failure = [](const std::string& time, const std::string& name) {
    return time + " Security 4625 TargetUserName=" + name + " LogonType=3 " +
           "LogonProcessName=NtLmSsp Status=0xc000006d SubStatus=0xc000006a " +
           "IpAddress=10.0.0.66 Computer=PC01\n";
  };
  const std::string text = failure("07:50:00.0", "administrator") + logon("08:00:00.0", "1-1-1") +
                           "11:00:00.0 Security 4608 Computer=PC01\n" +
                           failure("12:00:00.0", "ADMINISTRATOR TargetDomainName=PC01") +
                           failure("12:00:01.0", "ADMINISTRATOR TargetDomainName=PC01") +
                           logon("12:30:00.0", "2-2-2");
  EXPECT_EQ(
      "PC01 PC01\\Administrator S-1-5-21-1-1-1-500 1 1\n"
      "PC01 PC01\\Administrator S-1-5-21-2-2-2-500 1 2\n",
      rows(text, kUsers));
  EXPECT_EQ("1\n2\n", rows(text,
                           "SELECT failures_before FROM v_session WHERE outcome = 'success' "
                           "ORDER BY start_time"));
  const std::string both = text + failure("13:00:00.0", "administrator");
  EXPECT_EQ("3\n", rows(both, "SELECT count(*) FROM v_user"))
      << "what one spelling means before and after is not told";
}

TEST(AccountsOfACase, AdministratorsOfTwoHostsAreTwo) {
  const auto logon = [](const std::string& time, const std::string& host, const std::string& sid) {
    return time + " Security 4624 Computer=" + host + " TargetUserName=Administrator " +
           "TargetDomainName=" + host + " TargetUserSid=" + sid +
           " TargetLogonId=0x31 LogonType=3 LogonProcessName=NtLmSsp IpAddress=10.0.0.5\n";
  };
  const auto failure = [](const std::string& time, const std::string& host,
                          const std::string& name) {
    return time + " Security 4625 Computer=" + host + " TargetUserName=" + name +
           " LogonType=3 LogonProcessName=NtLmSsp Status=0xc000006d SubStatus=0xc000006a "
           "IpAddress=10.0.0.66\n";
  };
  const std::string text = logon("08:00:00.0", "HOST1", "S-1-5-21-1-1-1-500") +
                           logon("08:00:00.0", "HOST2", "S-1-5-21-2-2-2-500") +
                           failure("09:00:00.0", "HOST1", "administrator TargetDomainName=HOST1") +
                           failure("09:00:01.0", "HOST1", "administrator TargetDomainName=.") +
                           failure("09:00:02.0", "HOST2", "ADMINISTRATOR") +
                           failure("09:00:03.0", "HOST3", "Administrator TargetDomainName=HOST3") +
                           failure("09:00:04.0", "HOST3", "Administrator");
  const std::string wanted =
      "HOST1 HOST1\\Administrator S-1-5-21-1-1-1-500 1 2\n"
      "HOST2 HOST2\\Administrator S-1-5-21-2-2-2-500 1 1\n"
      "HOST3 HOST3\\Administrator  0 2\n";
  EXPECT_EQ(wanted, rows(text, kUsers));
  const char* const accounts =
      "SELECT account_id || ' ' || name || ' ' || domain || ' ' || coalesce(sid, '') FROM account";
  EXPECT_EQ(rows(text, accounts), rows(text, accounts, true));
}

}  // namespace
}  // namespace sojourn
