#include "tests/simulation/xml_export.h"

#include <string_view>

namespace sojourn::simulation {
namespace {

std::string escaped(std::string_view text) {
  std::string xml;
  for (const char c : text) {
    switch (c) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '\'':
        xml += "&apos;";
        break;
      case '"':
        xml += "&quot;";
        break;
      default:
        xml += c;
    }
  }
  return xml;
}

// ` name='text'`, and nothing where there is no text.
std::string attribute(std::string_view name, std::string_view text) {
  if (text.empty()) return "";
  return ' ' + std::string(name) + "='" + escaped(text) + '\'';
}

std::string element(std::string_view name, const std::string& attributes,
                    std::string_view content) {
  const std::string tag(name);
  return '<' + tag + attributes + '>' + std::string(content) + "</" + tag + '>';
}

std::string empty_element(std::string_view name, const std::string& attributes) {
  return '<' + std::string(name) + attributes + "/>";
}

std::string system(const LogRecord& record) {
  return element(
      "System", "",
      empty_element("Provider",
                    attribute("Name", record.provider) + attribute("Guid", record.provider_guid)) +
          element("EventID", "", std::to_string(record.event_id)) +
          element("Version", "", std::to_string(record.version)) +
          empty_element("TimeCreated", attribute("SystemTime", format_time(record.time))) +
          element("EventRecordID", "", std::to_string(record.record_id)) +
          empty_element("Correlation", attribute("ActivityID", record.activity)) +
          empty_element("Execution", " ProcessID='724' ThreadID='6364'") +
          element("Channel", "", escaped(record.channel)) +
          element("Computer", "", escaped(record.computer)) +
          empty_element("Security", attribute("UserID", record.user_id)));
}

std::string provider_data(const LogRecord& record) {
  const bool is_user_data = !record.user_data.empty();
  std::string values;
  for (const NamedValue& value : record.values) {
    values += is_user_data ? element(value.name, "", escaped(value.value))
                           : element("Data", attribute("Name", value.name), escaped(value.value));
  }
  if (!is_user_data) return element("EventData", "", values);
  return element("UserData", "",
                 element(record.user_data, attribute("xmlns", record.user_data_namespace), values));
}

}  // namespace

std::string exported_event(const LogRecord& record) {
  return element("Event",
                 attribute("xmlns", "http://schemas.microsoft.com/win/2004/08/events/event"),
                 system(record) + provider_data(record));
}

std::string exported_log(const std::vector<LogRecord>& records, bool with_root) {
  std::string log;
  for (const LogRecord& record : records) log += exported_event(record) + "\r\n";
  return with_root ? "<Events>\r\n" + log + "</Events>\r\n" : log;
}

}  // namespace sojourn::simulation
