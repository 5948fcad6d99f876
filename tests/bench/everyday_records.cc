#include "tests/bench/everyday_records.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/simulation/log_values.h"

namespace sojourn::bench {
namespace {

using simulation::Host;
using simulation::kAuditing;
using simulation::logon_id_value;
using simulation::NamedValue;
using simulation::number_value;
using simulation::process_id_value;
using simulation::sid_value;
using simulation::status_value;
using simulation::text_value;

struct Program {
  std::string_view path, arguments;
};
constexpr std::array<Program, 6> kPrograms = {{
    {"C:\\Windows\\System32\\svchost.exe", " -k netsvcs -p -s Schedule"},
    {"C:\\Windows\\System32\\conhost.exe", " 0xffffffff -ForceV1"},
    {"C:\\Windows\\System32\\taskhostw.exe", " Install $(Arg0)"},
    {"C:\\Windows\\System32\\wbem\\WmiPrvSE.exe", " -secured -Embedding"},
    {"C:\\Program Files\\Backup\\agent.exe", " /job:nightly /volume:D /verify"},
    {"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
     " -NoProfile -NonInteractive -File C:\\Ops\\collect-quota.ps1 -Share Projects"},
}};
constexpr std::array<std::string_view, 5> kFolders = {
    "Projects\\Turbine\\Drawings", "Projects\\Harbour\\Tender", "Finance\\Ledger\\2026",
    "Personnel\\Contracts", "Public\\Templates"};
constexpr std::string_view kNoTransaction = "{00000000-0000-0000-0000-000000000000}";

std::vector<NamedValue> begin_with(const Actor& actor) {
  return {sid_value("SubjectUserSid", actor.who.sid), text_value("SubjectUserName", actor.who.name),
          text_value("SubjectDomainName", actor.who.domain),
          logon_id_value("SubjectLogonId", actor.logon_id)};
}

void append(std::vector<NamedValue>& values, std::vector<NamedValue> more) {
  for (NamedValue& value : more) values.push_back(std::move(value));
}

template <class Array>
const auto& any_of(Host& host, const Array& array) {
  return array[static_cast<std::size_t>(host.dice().between(0, array.size() - 1))];
}

std::uint32_t any_process_id(Host& host) {
  return static_cast<std::uint32_t>(host.dice().between(0x40, 0xfff)) * 4;
}

}  // namespace

void write_file_access(Host& host, const Actor& actor) {
  const std::string file = "D:\\Shares\\" + std::string(any_of(host, kFolders)) + "\\document-" +
                           std::to_string(host.dice().between(1, 20'000)) + ".docx";
  const NamedValue handle = process_id_value("HandleId", any_process_id(host));
  const NamedValue process = process_id_value("ProcessId", 4);  // the kernel serves shares
  const NamedValue process_name = text_value("ProcessName", "");
  const NamedValue server = text_value("ObjectServer", "Security");
  const NamedValue type = text_value("ObjectType", "File");
  const NamedValue name = text_value("ObjectName", file);
  const NamedValue attributes = text_value("ResourceAttributes", "S:AI");

  std::vector<NamedValue> asked = begin_with(actor);
  append(asked,
         {server, type, name, handle, simulation::guid_value("TransactionId", kNoTransaction),
          text_value("AccessList", "%%1538\n\t\t\t\t%%1541\n\t\t\t\t%%4416\n\t\t\t\t%%4423"),
          text_value("AccessReason",
                     "%%1538:\t%%1801\tD:(A;ID;0x1301bf;;;DU)\n\t\t\t\t%%4416:\t%%1801\t"
                     "D:(A;ID;0x1301bf;;;DU)"),
          status_value("AccessMask", 0x120089), text_value("PrivilegeList", "-"),
          number_value("RestrictedSidCount", 0), process, process_name, attributes});
  host.write(kAuditing, 4656, std::move(asked), {.version = 1});

  std::vector<NamedValue> used = begin_with(actor);
  append(used, {server, type, name, handle, text_value("AccessList", "%%4416\n\t\t\t\t"),
                status_value("AccessMask", 0x1), process, process_name, attributes});
  host.write(kAuditing, 4663, std::move(used), {.version = 1});

  std::vector<NamedValue> closed = begin_with(actor);
  append(closed, {server, handle, process, process_name});
  host.write(kAuditing, 4658, std::move(closed));
}

void write_process_started(Host& host, const Actor& actor) {
  const Program& program = any_of(host, kPrograms);
  const Program& parent = any_of(host, kPrograms);
  std::vector<NamedValue> values = begin_with(actor);
  append(
      values,
      {process_id_value("NewProcessId", any_process_id(host)),
       text_value("NewProcessName", program.path), text_value("TokenElevationType", "%%1936"),
       process_id_value("ProcessId", any_process_id(host)),
       text_value("CommandLine", std::string(program.path) + std::string(program.arguments)),
       sid_value("TargetUserSid", "S-1-0-0"), text_value("TargetUserName", "-"),
       text_value("TargetDomainName", "-"), logon_id_value("TargetLogonId", 0),
       text_value("ParentProcessName", parent.path), sid_value("MandatoryLabel", "S-1-16-16384")});
  host.write(kAuditing, 4688, std::move(values), {.version = 2});
}

void write_process_ended(Host& host, const Actor& actor) {
  std::vector<NamedValue> values = begin_with(actor);
  append(values, {status_value("Status", 0), process_id_value("ProcessId", any_process_id(host)),
                  text_value("ProcessName", any_of(host, kPrograms).path)});
  host.write(kAuditing, 4689, std::move(values));
}

void write_connection_permitted(Host& host, const std::string& address) {
  const std::string port = std::to_string(host.dice().between(49'152, 65'535));
  host.write(kAuditing, 5156,
             {process_id_value("ProcessID", 4), text_value("Application", "System"),
              text_value("Direction", "%%14592"), text_value("SourceAddress", "10.20.1.10"),
              text_value("SourcePort", "445"), text_value("DestAddress", address),
              text_value("DestPort", port), number_value("Protocol", 6),
              number_value("FilterRTID", 68'961), text_value("LayerName", "%%14610"),
              number_value("LayerRTID", 44), sid_value("RemoteUserID", "S-1-0-0"),
              sid_value("RemoteMachineID", "S-1-0-0")},
             {.version = 1});
}

void write_credentials_validated(Host& host, const simulation::User& who,
                                 const std::string& workstation) {
  host.write(kAuditing, 4776,
             {text_value("PackageName", "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0"),
              text_value("TargetUserName", who.name), text_value("Workstation", workstation),
              status_value("Status", 0)});
}

}  // namespace sojourn::bench
