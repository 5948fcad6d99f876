// Who writes which log: the providers' names, GUIDs and channels as Windows registers them.
#pragma once

#include <string_view>

namespace sojourn::simulation {

struct Provider {
  std::string_view name;
  std::string_view guid;
  std::string_view channel;
};

inline constexpr std::string_view kSecurityChannel = "Security";
inline constexpr std::string_view kSystemChannel = "System";
inline constexpr std::string_view kLsmChannel =
    "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";
inline constexpr std::string_view kRcmChannel =
    "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational";
inline constexpr std::string_view kRcmAdminChannel =
    "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Admin";
inline constexpr std::string_view kRdpCoreChannel =
    "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS/Operational";
inline constexpr std::string_view kProfileChannel =
    "Microsoft-Windows-User Profile Service/Operational";
inline constexpr std::string_view kRdpClientChannel =
    "Microsoft-Windows-TerminalServices-RDPClient/Operational";
inline constexpr std::string_view kGatewayChannel =
    "Microsoft-Windows-TerminalServices-Gateway/Operational";

inline constexpr std::string_view kSshChannel = "OpenSSH/Operational";

inline constexpr Provider kAuditing{"Microsoft-Windows-Security-Auditing",
                                    "{54849625-5478-4994-A5BA-3E3B0328C30D}", kSecurityChannel};
inline constexpr Provider kSecurityEventlog{
    "Microsoft-Windows-Eventlog", "{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}", kSecurityChannel};
inline constexpr Provider kLsm{"Microsoft-Windows-TerminalServices-LocalSessionManager",
                               "{5D896912-022D-40AA-A3A8-4FA5515C76D7}", kLsmChannel};
inline constexpr Provider kRcm{"Microsoft-Windows-TerminalServices-RemoteConnectionManager",
                               "{C76BAA63-AE81-421C-B425-340B4B24157F}", kRcmChannel};
inline constexpr Provider kRcmAdmin{"Microsoft-Windows-TerminalServices-RemoteConnectionManager",
                                    "{C76BAA63-AE81-421C-B425-340B4B24157F}", kRcmAdminChannel};
inline constexpr Provider kRdpCore{"Microsoft-Windows-RemoteDesktopServices-RdpCoreTS",
                                   "{1139C61B-B549-4251-8ED3-27250A1EDEC8}", kRdpCoreChannel};
inline constexpr Provider kProfiles{"Microsoft-Windows-User Profiles Service",
                                    "{89B1E9F0-5AFF-44A6-9B44-0A07A7CE5845}", kProfileChannel};
inline constexpr Provider kRdpClient{"Microsoft-Windows-TerminalServices-ClientActiveXCore",
                                     "{28AA95BB-D444-4719-A36F-40462168127E}", kRdpClientChannel};
inline constexpr Provider kGateway{"Microsoft-Windows-TerminalServices-Gateway",
                                   "{4D5AE6A1-C7C8-4E6D-B840-4D8080B42E1B}", kGatewayChannel};
inline constexpr Provider kOpenSsh{"OpenSSH", "{C4B57D35-0636-4BC3-A262-370F249F9802}",
                                   kSshChannel};
inline constexpr Provider kKernelGeneral{"Microsoft-Windows-Kernel-General",
                                         "{A68CA8B7-004F-D7B6-A698-07E2DE0F1F5D}", kSystemChannel};
inline constexpr Provider kKernelPower{"Microsoft-Windows-Kernel-Power",
                                       "{331C3B3A-2005-44C2-AC5E-77220C37D6B4}", kSystemChannel};
inline constexpr Provider kPowerTroubleshooter{"Microsoft-Windows-Power-Troubleshooter",
                                               "{CDC05E28-C449-49C6-B9D2-88CF761644DF}",
                                               kSystemChannel};
inline constexpr Provider kClassicEventLog{"EventLog", "", kSystemChannel};
inline constexpr Provider kUser32{"User32", "{b0aa8734-56f7-41cc-b2f4-de228e98b946}",
                                  kSystemChannel};
inline constexpr Provider kWinlogon{"Microsoft-Windows-Winlogon",
                                    "{DBE9B383-7CF3-4331-91CC-A3CB16A3B538}", kSystemChannel};
inline constexpr Provider kServices{"Service Control Manager",
                                    "{555908d1-a6d7-4695-8e1e-26931d2012f4}", kSystemChannel};

}  // namespace sojourn::simulation
