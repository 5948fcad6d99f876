// Pieces of timelines that many stories share. See timeline.h for their language.
#pragma once

#include <string>

namespace sojourn {

// A console logon as Windows 10 writes it: a UAC split token, arbitration, the desktop.
inline constexpr const char* kConsoleLogon =
    "09:00:00.0 Security 4648 TargetUserName=alice TargetDomainName=CORP ProcessId=0x914\n"
    "09:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
    "TargetUserSid=S-1-5-21-1-2-3-1001 "
    "TargetLogonId=0xa56f1 LogonType=2 LogonProcessName=User32 ProcessId=0x914 "
    "TargetLinkedLogonId=0xa5716 "
    "ElevatedToken=%%1842\n"
    "09:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
    "TargetUserSid=S-1-5-21-1-2-3-1001 "
    "TargetLogonId=0xa5716 LogonType=2 LogonProcessName=User32 ProcessId=0x914 "
    "TargetLinkedLogonId=0xa56f1 "
    "ElevatedToken=%%1843\n"
    "09:00:00.0 Security 4672 SubjectUserName=alice SubjectLogonId=0xa56f1\n"
    "09:00:00.1 LSM 41 User=CORP\\alice SessionID=2 ActivityID=console\n"
    "09:00:00.1 LSM 42 User=CORP\\alice SessionID=2 ActivityID=console\n"
    "09:00:00.1 Winlogon 7001 TSId=2 UserSid=S-1-5-21-1-2-3-1001\n"
    "09:00:00.2 LSM 21 User=CORP\\alice SessionID=2 Address=LOCAL ActivityID=console\n"
    "09:00:00.3 LSM 22 User=CORP\\alice SessionID=2 Address=LOCAL ActivityID=console\n";

inline constexpr const char* kConsoleLogoff =
    "17:00:00.0 Security 4647 TargetUserName=alice TargetDomainName=CORP TargetLogonId=0xa5716\n"
    "17:00:00.1 LSM 23 User=CORP\\alice SessionID=2 ActivityID=console\n"
    "17:00:00.1 Winlogon 7002 TSId=2 UserSid=S-1-5-21-1-2-3-1001\n"
    "17:00:00.1 LSM 39 TargetSession=2 Source=2\n"
    "17:00:00.1 LSM 40 Session=2 Reason=11\n"
    "17:00:00.2 LSM 24 User=CORP\\alice SessionID=2 Address=LOCAL\n";

// RDP with NLA to a new desktop, as Windows 10 writes it.
inline std::string rdp_logon(const std::string& at, const std::string& activity,
                             const std::string& ip, int session, const std::string& logon_id,
                             const std::string& user = "bob") {
  const auto t = [&](const char* second) { return at + ":" + second; };
  return t("00.0") + " RdpCore 131 ConnType=TCP ClientIP=" + ip + ":50123 ActivityID=" + activity +
         "\n" + t("00.0") + " RCM 261 listenerName=RDP-Tcp ActivityID=" + activity + "\n" +
         t("02.0") + " Security 4624 TargetUserName=" + user +
         " TargetDomainName=CORP TargetLogonId=" + logon_id +
         "1 LogonType=3 LogonProcessName=NtLmSsp WorkstationName=LAPTOP IpAddress=" + ip + "\n" +
         t("02.1") + " RCM 1149 Param1=" + user + " Param3=" + ip + " ActivityID=" + activity +
         "\n" + t("03.0") + " Security 4624 TargetUserName=" + user +
         " TargetDomainName=CORP TargetLogonId=" + logon_id +
         " LogonType=10 LogonProcessName=User32 IpAddress=" + ip + "\n" + t("03.1") +
         " LSM 41 User=CORP\\" + user + " SessionID=" + std::to_string(session) +
         " ActivityID=" + activity + "\n" + t("03.5") + " LSM 21 User=CORP\\" + user +
         " SessionID=" + std::to_string(session) + " Address=" + ip + " ActivityID=" + activity +
         "\n";
}

}  // namespace sojourn
