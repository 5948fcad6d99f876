#include "engine/case/event_table.h"

#include <array>
#include <optional>
#include <string>

#include "engine/hex.h"
#include "schema/catalog.h"
#include "schema/event_members.h"
#include "schema/field_value.h"

namespace sojourn {
namespace {

// Those that need translation, in the order in which they are bound and read.
constexpr std::array kOthers = {"evidence_id", "kind",       "time",     "record_id", "version",
                                "recovered",   "logon_type", "elevated", "other_time"};

std::string column_list() {
  std::string columns;
  for (const char* name : kOthers) columns += std::string(name) + ", ";
  for (const auto& column : kLogonIdMembers) columns += std::string(column.name) + ", ";
  for (const auto& column : kNumberMembers) columns += std::string(column.name) + ", ";
  for (const auto& column : kTextMembers) columns += std::string(column.name) + ", ";
  return columns + "rest";
}

std::string insert_sql() {
  std::string parameters;
  const std::size_t count =
      7 + kOthers.size() + kLogonIdMembers.size() + kNumberMembers.size() + kTextMembers.size();
  for (std::size_t i = 0; i < count; ++i) parameters += i == 0 ? "?" : ", ?";
  return "INSERT INTO event (event_id, host_id, boot_id, provider, event_code, unmatched_reason, " +
         column_list() + ") VALUES (" + parameters + ")";
}

}  // namespace

EventWriter::EventWriter(const Database& database, const Strings& strings)
    : strings_(strings), insert_(database, insert_sql()) {}

void EventWriter::write(std::int64_t event_id, std::int64_t host_id, std::int64_t boot_id,
                        std::int64_t evidence_id, const Event& event,
                        std::string_view unmatched_reason) {
  const EventSpec& spec = spec_of(event.kind);
  int index = 0;
  const auto next = [&](const auto& value) { insert_.bind(++index, value); };
  next(event_id);
  next(host_id);
  next(boot_id);
  next(spec.provider);
  next(spec.event_id);
  next(unmatched_reason);
  next(evidence_id);
  next(static_cast<int>(event.kind));
  next(format_time(event.time));
  next(event.record);
  next(int{event.version});
  next(event.recovered);
  next(event.logon_type == kNoLogonType ? std::optional<int>{} : int{event.logon_type});
  next(event.elevated == Elevation::unsaid ? std::optional<int>{}
                                           : int{event.elevated == Elevation::yes});
  next(event.other_time == Timestamp{} ? std::string{} : format_time(event.other_time));
  for (const auto& column : kLogonIdMembers) {
    next(event.*column.member == 0 ? std::string{} : hex_text(event.*column.member));
  }
  for (const auto& column : kNumberMembers) {
    const std::uint32_t number = event.*column.member;
    next(number == kNoNumber ? std::optional<std::uint32_t>{} : number);
  }
  for (const auto& column : kTextMembers) next(strings_[event.*column.member]);
  next(strings_.json(event.rest));
  insert_.finish();
}

std::vector<Event> read_events(const Database& database, Strings& strings) {
  std::vector<Event> events;
  Statement select(database, "SELECT " + column_list() + " FROM event ORDER BY event_id");
  while (select.step()) {
    Event event;
    int column = 0;
    event.file = static_cast<std::uint32_t>(select.number(column++));
    event.kind = static_cast<EventKind>(select.number(column++));
    event.time = parse_time(select.text(column++)).value_or(Timestamp{});
    event.record = static_cast<std::uint64_t>(select.number(column++));
    event.version = static_cast<std::uint8_t>(select.number(column++));
    event.recovered = select.number(column++) != 0;
    if (!select.is_null(column))
      event.logon_type = static_cast<std::uint8_t>(select.number(column));
    ++column;
    if (!select.is_null(column))
      event.elevated = select.number(column) != 0 ? Elevation::yes : Elevation::no;
    ++column;
    event.other_time = parse_time(select.text(column++)).value_or(Timestamp{});
    for (const auto& logon_id : kLogonIdMembers) {
      event.*logon_id.member = parse_number(select.text(column++)).value_or(0);
    }
    for (const auto& number : kNumberMembers) {
      if (!select.is_null(column))
        event.*number.member = static_cast<std::uint32_t>(select.number(column));
      ++column;
    }
    for (const auto& text : kTextMembers)
      event.*text.member = strings.intern(select.text(column++));
    event.rest = strings.keep_rest(std::string(select.text(column)));
    events.push_back(event);
  }
  return events;
}

}  // namespace sojourn
