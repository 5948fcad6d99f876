#include "engine/case/event_table.h"

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/case/case_row.h"
#include "engine/case/source_table.h"
#include "engine/hex.h"
#include "parsers/event_reader.h"
#include "schema/catalog.h"
#include "schema/event_members.h"
#include "schema/extra_fields.h"
#include "schema/field_value.h"

namespace sojourn {
namespace {

constexpr std::uint64_t kByte = 0xFF;

constexpr std::size_t kStretch = 20'000;  // events, read of a case at a time

// Those that need translation, in the order in which they are bound and read.
constexpr std::array kOthers = {"provider_text", "event_code", "evidence_id", "time",
                                "record_id",     "version",    "recovered",   "logon_type",
                                "elevated",      "other_time", "logon_guid"};

// Seldom the same in two records, so kept in its row.
constexpr std::string_view kOwnText = "activity_id";

std::string column_list() {
  std::string columns;
  for (const char* name : kOthers) columns += std::string(name) + ", ";
  for (const auto& column : kLogonIdMembers) columns += std::string(column.name) + ", ";
  for (const auto& column : kNumberMembers) columns += std::string(column.name) + ", ";
  for (const auto& column : kTextMembers) {
    columns += std::string(column.name) + (column.name == kOwnText ? ", " : "_text, ");
  }
  return columns + "extra";
}

std::string insert_sql() {
  std::string parameters;
  const std::size_t count =
      6 + kOthers.size() + kLogonIdMembers.size() + kNumberMembers.size() + kTextMembers.size();
  for (std::size_t i = 0; i < count; ++i) parameters += i == 0 ? "?" : ", ?";
  return "INSERT INTO event_row (event_id, host_id, boot_id, clock_epoch_id, "
         "unmatched_reason_text, " +
         column_list() + ") VALUES (" + parameters + ")";
}

// Null where the catalog has no such event.
const EventSpec* spec_of_row(std::string_view provider, std::int64_t event_id) {
  if (event_id < 0 || event_id > std::numeric_limits<std::uint32_t>::max()) return nullptr;
  return find_spec(provider, static_cast<std::uint32_t>(event_id));
}

// Extra fields from JSON. Millions of logons share a few lists of them, so those seen lately are
// remembered.
class ExtraFieldTexts {
 public:
  explicit ExtraFieldTexts(Strings& strings) : strings_(strings) {}

  Text of(std::string_view json) {
    if (json.empty()) return Text::none;
    if (known_.size() >= kMostKnown) known_.clear();
    const auto [known, is_new] = known_.try_emplace(std::string(json), Text::none);
    if (is_new) known->second = strings_.intern(extra_fields_of_json(json));
    return known->second;
  }

 private:
  static constexpr std::size_t kMostKnown = 4096;
  Strings& strings_;
  std::unordered_map<std::string, Text> known_;
};

}  // namespace

EventWriter::EventWriter(const Database& database, TextTable& texts)
    : texts_(texts), insert_(database, insert_sql()) {}

void EventWriter::write(const EventRowIds& ids, const Event& event, const Strings& strings,
                        std::string_view unmatched_reason) {
  const EventSpec& spec = spec_of(event.kind);
  int index = 0;
  const auto next = [&](const auto& value) { insert_.bind(++index, value); };
  next(ids.event);
  next(ids.host);
  next(ids.boot);
  next(ids.clock_epoch);
  next(texts_.id_of(unmatched_reason));
  next(texts_.id_of(spec.provider));
  next(spec.event_id);
  next(ids.evidence);
  next(format_time(event.time));
  next(event.record);
  next(int{event.version});
  next(event.recovered);
  next(event.logon_type == kNoLogonType ? std::optional<int>{} : int{event.logon_type});
  next(event.elevated == Elevation::unsaid ? std::optional<int>{}
                                           : int{event.elevated == Elevation::yes});
  next(event.other_time == Timestamp{} ? std::string{} : format_time(event.other_time));
  next(event.logon_guid == Guid{} ? std::string{} : guid_text(event.logon_guid));
  for (const auto& column : kLogonIdMembers) {
    next(event.*column.member == 0 ? std::string{} : hex_text(event.*column.member));
  }
  for (const auto& column : kNumberMembers) {
    const std::uint32_t number = event.*column.member;
    next(number == kNoNumber ? std::optional<std::uint32_t>{} : number);
  }
  for (const auto& column : kTextMembers) {
    const Text text = event.*column.member;
    column.name == kOwnText ? next(strings[text]) : next(texts_.id_of(text));
  }
  next(extra_fields_json(strings[event.extra]));
  insert_.finish();
}

void read_events(const Database& database, const EvidencePlaces& places,
                 const std::set<std::int64_t>& without, const EventsTaker& take) {
  std::vector<Event> events;
  std::optional<Strings> strings(std::in_place);
  std::optional<ExtraFieldTexts> extra_texts(*strings);
  std::optional<CaseTexts> texts(std::in_place, database, *strings);
  Strings provider_names;
  CaseTexts providers(database, provider_names);
  Statement select(database,
                   "SELECT event_id, " + column_list() + " FROM event_row ORDER BY event_id");
  const CaseRow row(database, "event_row", select);
  EventSources sources(database, places, without);
  while (select.step()) {
    if (events.size() >= kStretch) {
      take(events, *strings);
      events.clear();
      texts.reset();
      extra_texts.emplace(strings.emplace());
      texts.emplace(database, *strings);
    }
    Event event;
    int column = 1;
    const std::string_view provider = provider_names[providers.of(select.number(column++))];
    const std::int64_t event_id = select.number(column++);
    const EventSpec* spec = spec_of_row(provider, event_id);
    if (spec == nullptr) {
      row.refuse("is of " + std::string(provider) + " " + std::to_string(event_id) +
                 ", which this sojourn does not know");
    }
    event.kind = spec->kind;
    const std::int64_t evidence_id = select.number(column++);
    // What stands in another file, too, is still there.
    const bool is_left_out = without.contains(evidence_id);
    const auto place = places.find(evidence_id);
    if (place == places.end() && !is_left_out) {
      row.refuse("is of evidence " + std::to_string(evidence_id) +
                 ", which the case does not have");
    }
    if (!is_left_out) event.file = place->second;
    event.time = row.time(column++);
    event.record = row.number(column++, kLargestRecord);
    event.version = static_cast<std::uint8_t>(row.number(column++, kByte));
    event.recovered = row.number(column++, 1) != 0;
    if (!select.is_null(column)) {
      event.logon_type = static_cast<std::uint8_t>(row.number(column, kByte));
    }
    ++column;
    if (!select.is_null(column)) {
      event.elevated = row.number(column, 1) != 0 ? Elevation::yes : Elevation::no;
    }
    ++column;
    if (!select.is_null(column)) event.other_time = row.time(column);
    ++column;
    event.logon_guid = parse_guid(row.text(column++)).value_or(Guid{});
    for (const auto& logon_id : kLogonIdMembers) {
      event.*logon_id.member = parse_number(row.text(column++)).value_or(0);
    }
    for (const auto& number : kNumberMembers) {
      if (!select.is_null(column)) {
        event.*number.member = static_cast<std::uint32_t>(row.number(column, kNoNumber));
      }
      ++column;
    }
    for (const auto& [name, member] : kTextMembers) {
      if (name == kOwnText) {
        event.*member = strings->intern(row.text(column));
      } else if (!select.is_null(column)) {
        event.*member = texts->of(select.number(column));
      }
      ++column;
    }
    event.extra = extra_texts->of(row.text(column));
    if (!is_left_out) events.push_back(event);
    sources.add_copies(select.number(0), event, events);
  }
  take(events, *strings);
}

}  // namespace sojourn
