// Where people went from a host: what it writes when credentials leave it, and what a host that
// they reach has of it.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/case_of_records.h"

namespace sojourn {
namespace {

using testing::rows;

// Bob at the console of PC01, at nine.
const std::string kBob =
    "09:00:00.0 Security 4624 Computer=PC01 TargetUserName=bob TargetDomainName=CORP "
    "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51 LogonType=2 LogonProcessName=User32\n"
    "09:00:00.2 LSM 21 Computer=PC01 User=CORP\\bob SessionID=1 Address=LOCAL "
    "ActivityID=console\n";
const std::string kAsBob =
    "Computer=PC01 SubjectLogonId=0x51 SubjectUserName=bob SubjectDomainName=CORP "
    "SubjectUserSid=S-1-5-21-1-2-3-1001 ";

constexpr const char* kWhere =
    "SELECT host || ' ' || substr(time, 12, 8) || ' ' || kind || ' ' || coalesce(session_id, '-') "
    "|| ' ' || coalesce(user_domain || '\\' || user_name, '-') || ' as ' || "
    "coalesce(target_domain || '\\' || target_user, '-') || ' to ' || coalesce(target_host, '-') "
    "|| ' ' || coalesce(target_ip, '-') || ' in ' || coalesce(inbound_session_id, '-') FROM "
    "v_outbound ORDER BY time";

// Observed: net use and psexec with another's password, towards a name.
TEST(Outbound, CredentialsForAnotherMachineAreOfTheSessionThatHoldsTheLogonId) {
  EXPECT_EQ(
      "PC01 09:10:00 explicit_credentials 1 CORP\\bob as CORP\\adm to SRV02.corp.example - "
      "in -\n",
      rows(kBob + "09:10:00.0 Security 4648 " + kAsBob +
               "TargetUserName=adm TargetDomainName=CORP TargetServerName=SRV02.corp.example "
               "TargetInfo=cifs/SRV02.corp.example ProcessId=0x10\n",
           kWhere));
}

// Observed: a logon at the console, a UAC prompt and a scheduled task write "localhost", the task
// host the machine's own account.
TEST(Outbound, CredentialsForThisMachineGoNowhere) {
  std::string text = kBob;
  for (const char* target : {"localhost", "pc01$", "PC01.corp.example"}) {
    text += "09:10:00.0 Security 4648 " + kAsBob + "TargetUserName=adm TargetDomainName=CORP " +
            "TargetServerName=" + target + "\n";
  }
  EXPECT_EQ("", rows(text, kWhere));
}

TEST(Outbound, TheRemoteDesktopClientsNameAndAddressAreOneRowOfWhoeverHasTheSid) {
  const std::string bob = "Computer=PC01 Security/@UserID=S-1-5-21-1-2-3-1001\n";
  EXPECT_EQ(
      "PC01 09:10:00 rdp_client 1 CORP\\bob as - to SRV02 10.0.0.2 in -\n"
      "PC01 09:20:00 rdp_client 1 CORP\\bob as - to SRV03 - in -\n"
      "PC01 09:40:00 rdp_client 1 CORP\\bob as - to - 10.0.0.9 in -\n",
      rows(kBob + "09:10:00.0 RDPClient 1024 Value=SRV02 " + bob +
               "09:10:02.0 RDPClient 1102 Value=10.0.0.2 " + bob +
               "09:20:00.0 RDPClient 1024 Value=SRV03 " + bob +
               "09:40:00.0 RDPClient 1102 Value=10.0.0.9 " + bob,
           kWhere));
}

TEST(Outbound, AHopIsFollowedToTheSessionThatTheOtherHostHasOfIt) {
  EXPECT_EQ("PC01 09:10:00 rdp_client 1 CORP\\bob as - to SRV02 10.0.0.2 in 2\n",
            rows(kBob + "09:10:00.0 RDPClient 1024 Value=SRV02 Computer=PC01 "
                        "Security/@UserID=S-1-5-21-1-2-3-1001\n"
                        "09:10:02.0 RDPClient 1102 Value=10.0.0.2 Computer=PC01 "
                        "Security/@UserID=S-1-5-21-1-2-3-1001\n"
                        "09:10:04.0 Security 4624 Computer=SRV02 TargetUserName=adm "
                        "TargetDomainName=CORP TargetLogonId=0x90 LogonType=3 IpAddress=10.0.0.1 "
                        "IpPort=0 WorkstationName=PC01 LogonProcessName=NtLmSsp\n"
                        "09:10:04.5 RCM 1149 Computer=SRV02 Param1=adm Param2=CORP Param3=10.0.0.1 "
                        "ActivityID=rdp1\n"
                        "09:10:05.0 Security 4624 Computer=SRV02 TargetUserName=adm "
                        "TargetDomainName=CORP TargetLogonId=0x91 LogonType=10 IpAddress=10.0.0.1 "
                        "WorkstationName=SRV02 LogonProcessName=User32\n"
                        "09:10:05.3 LSM 21 Computer=SRV02 User=CORP\\adm SessionID=2 "
                        "Address=10.0.0.1 ActivityID=rdp1\n",
                 kWhere));
}

// Observed of runas /netonly: the new logon bears the user's own name, and the other's apart.
TEST(Outbound, OtherCredentialsForTheNetworkAreALogonOfTypeNine) {
  const std::string text =
      kBob + "09:10:00.0 Security 4624 " + kAsBob +
      "TargetUserName=bob TargetDomainName=CORP TargetUserSid=S-1-5-21-1-2-3-1001 "
      "TargetLogonId=0x77 LogonType=9 LogonProcessName=seclogo TargetOutboundUserName=adm "
      "TargetOutboundDomainName=CORP ProcessName=C:\\Windows\\System32\\svchost.exe\n";
  EXPECT_EQ("PC01 09:10:00 new_credentials 1 CORP\\bob as CORP\\adm to - - in -\n",
            rows(text, kWhere));
  EXPECT_EQ("secondary new_credentials\n",
            rows(text, "SELECT kind || ' ' || flags FROM v_session WHERE kind <> 'local'"));
}

TEST(Outbound, WsManagementGoesWhereItsConnectionSaysWhateverPortItNames) {
  std::string text = kBob;
  const std::string bob = "Computer=PC01 Security/@UserID=S-1-5-21-1-2-3-1001\n";
  text += "09:10:00.0 WinRM 6 connection=SRV02.corp.example/wsman?PSVersion=5.1.19041.1 " + bob;
  text += "09:11:00.0 WinRM 6 connection=SRV03:5985/wsman " + bob;
  text += "09:12:00.0 WinRM 6 connection=[fe80::1]:5986/wsman " + bob;
  text += "09:13:00.0 WinRM 6 connection=localhost/wsman?PSVersion=5.1 " + bob;
  EXPECT_EQ(
      "PC01 09:10:00 winrm_client 1 CORP\\bob as - to SRV02.corp.example - in -\n"
      "PC01 09:11:00 winrm_client 1 CORP\\bob as - to SRV03 - in -\n"
      "PC01 09:12:00 winrm_client 1 CORP\\bob as - to fe80::1 - in -\n",
      rows(text, kWhere));
}

TEST(Outbound, WsManagementThatFailedSaysWhyAndOtherwiseIsFollowed) {
  const std::string bob = "Computer=PC01 Security/@UserID=S-1-5-21-1-2-3-1001\n";
  EXPECT_EQ(
      "SRV02 0x80338104 -\nSRV02 - 2\n",
      rows(kBob + "09:10:00.0 WinRM 6 connection=SRV02/wsman?PSVersion=5.1 " + bob +
               "09:10:01.0 WinRM 142 operationName=CreateShell errorCode=2150859012 " + bob +
               "09:20:00.0 WinRM 6 connection=SRV02/wsman?PSVersion=5.1 " + bob +
               "09:20:00.4 Security 4624 Computer=SRV02 TargetUserName=bob TargetDomainName=CORP "
               "TargetLogonId=0x90 LogonType=3 IpAddress=10.0.0.1 IpPort=50001 "
               "WorkstationName=PC01 LogonProcessName=NtLmSsp\n",
           "SELECT target_host || ' ' || coalesce(failure_code, '-') || ' ' || "
           "coalesce(inbound_session_id, '-') FROM v_outbound ORDER BY time"));
}

TEST(Outbound, OneWhoIsNotOnHasNoSession) {
  EXPECT_EQ("PC01 08:10:00 rdp_client - - as - to SRV02 - in -\n",
            rows(kBob + "08:10:00.0 RDPClient 1024 Value=SRV02 Computer=PC01 "
                        "Security/@UserID=S-1-5-21-1-2-3-1009\n",
                 kWhere));
}

TEST(Hosts, AreSummedUpWithTheLogsThatTheyLack) {
  EXPECT_EQ(
      "PC01 2 1 people, 1 sessions, 0 failures, lacks "
      "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational, System\n",
      rows(kBob,
           "SELECT host || ' ' || logs || ' ' || people || ' people, ' || sessions || "
           "' sessions, ' || failures || ' failures, lacks ' || missing_logs FROM v_host"));
}

constexpr const char* kChecked =
    "SELECT host || ' ' || protocol || ' ' || coalesce(user_name, '-') || ' ' || coalesce(src_ip, "
    "src_host) || "
    "' ' || outcome || ' ' || coalesce(failure_reason, '-') || ' ' || coalesce(service, '-') || "
    "' ' || coalesce(encryption, '-') FROM v_authentication ORDER BY time";

const std::string kController =
    "09:00:00.0 Security 4768 Computer=DC01 TargetUserName=bob TargetDomainName=CORP "
    "TargetSid=S-1-5-21-1-2-3-1001 ServiceName=krbtgt Status=0x0 TicketEncryptionType=0x12 "
    "IpAddress=::ffff:10.0.0.5 IpPort=50123\n"
    "09:00:01.0 Security 4768 Computer=DC01 TargetUserName=nobody TargetDomainName=CORP "
    "ServiceName=krbtgt/CORP Status=0x6 TicketEncryptionType=0xffffffff "
    "IpAddress=::ffff:10.0.0.66\n"
    "09:00:02.0 Security 4771 Computer=DC01 TargetUserName=bob TargetSid=S-1-5-21-1-2-3-1001 "
    "ServiceName=krbtgt/CORP Status=0x18 IpAddress=::ffff:10.0.0.66\n"
    "09:00:03.0 Security 4776 Computer=DC01 TargetUserName=bob Workstation=kali "
    "Status=0xC000006A PackageName=MICROSOFT_AUTHENTICATION_PACKAGE_V1_0\n"
    "09:00:04.0 Security 4769 Computer=DC01 TargetUserName=bob@CORP.EXAMPLE "
    "TargetDomainName=CORP.EXAMPLE ServiceName=SRV01$ Status=0x0 TicketEncryptionType=0x17 "
    "LogonGuid={5B1C8F0E-77A2-4E1D-9A30-6C2F41D8B907} IpAddress=::ffff:10.0.0.5 IpPort=50124\n"
    "09:00:05.0 Security 4769 Computer=DC01 Status=0x25 TicketEncryptionType=0xffffffff "
    "LogonGuid={00000000-0000-0000-0000-000000000000} IpAddress=::ffff:10.0.0.66\n";

TEST(Authentication, WhatAControllerCheckedForOthersIsToldInWords) {
  EXPECT_EQ(
      "DC01 kerberos bob 10.0.0.5 success - krbtgt AES256\n"
      "DC01 kerberos nobody 10.0.0.66 failure no such account krbtgt/CORP -\n"
      "DC01 kerberos bob 10.0.0.66 failure wrong password krbtgt/CORP -\n"
      "DC01 ntlm bob kali failure wrong password - -\n"
      "DC01 kerberos bob 10.0.0.5 success - SRV01$ RC4\n"
      "DC01 kerberos - 10.0.0.66 failure clocks differ - -\n",
      rows(kController, kChecked));
}

TEST(Authentication, OfAServiceTicketNamesTheLogonsThatWereMadeWithIt) {
  EXPECT_EQ("5B1C8F0E-77A2-4E1D-9A30-6C2F41D8B907\n",
            rows(kController, "SELECT logon_guid FROM v_authentication WHERE logon_guid NOT NULL"));
}

TEST(Authentication, IsNoSessionOfTheController) {
  EXPECT_EQ("0\n", rows(kController, "SELECT count(*) FROM session"));
  EXPECT_EQ("6\n",
            rows(kController, "SELECT count(*) FROM event WHERE unmatched_reason LIKE '%v_auth%'"));
}

}  // namespace
}  // namespace sojourn
