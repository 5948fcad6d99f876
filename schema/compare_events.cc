#include "schema/compare_events.h"

#include <chrono>
#include <tuple>

namespace sojourn {

int compare_content(const Event& a, const Event& b, const Strings& strings) {
  const auto numbers = [](const Event& e) {
    return std::tuple{
        e.kind,     e.other_time, e.logon_id, e.linked_logon_id, e.subject_logon_id,
        e.session,  e.reason,     e.status,   e.sub_status,      e.process_id,
        e.src_port, e.logon_guid, e.version,  e.logon_type,      Elevation{e.elevated}};
  };
  const auto x = numbers(a), y = numbers(b);
  if (x != y) return x < y ? -1 : 1;
  for (Text Event::*text :
       {&Event::computer, &Event::user, &Event::domain, &Event::sid, &Event::address,
        &Event::client, &Event::terminal, &Event::logon_process, &Event::package, &Event::process,
        &Event::activity, &Event::extra}) {
    if (a.*text == b.*text) continue;
    return strings[a.*text] < strings[b.*text] ? -1 : 1;
  }
  return 0;
}

int compare_but_for_digits(const Event& a, const Event& b, const Strings& strings) {
  const auto cut = [](Event event) {
    event.other_time = std::chrono::floor<std::chrono::milliseconds>(event.other_time);
    const bool tells_times =
        event.kind == EventKind::clock_changed || event.kind == EventKind::security_clock_changed;
    if (tells_times) event.extra = Text::none;  // NewTime
    return event;
  };
  return compare_content(cut(a), cut(b), strings);
}

}  // namespace sojourn
