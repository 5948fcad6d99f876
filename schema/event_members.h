// The members of an Event that hold fields of Windows, by name: the columns of the table `event`,
// and what the two readers are compared by. Time, record id and the like are not among them, nor is
// the extra fields.
#pragma once

#include <array>
#include <string_view>

#include "schema/event.h"

namespace sojourn {

template <class T>
struct EventMember {
  std::string_view name;
  T Event::*member;
};

inline constexpr std::array kTextMembers = {
    EventMember<Text>{"channel", &Event::channel},
    EventMember<Text>{"computer", &Event::computer},
    EventMember<Text>{"activity_id", &Event::activity},
    EventMember<Text>{"user_name", &Event::user},
    EventMember<Text>{"user_domain", &Event::domain},
    EventMember<Text>{"user_sid", &Event::sid},
    EventMember<Text>{"address", &Event::address},
    EventMember<Text>{"client", &Event::client},
    EventMember<Text>{"terminal", &Event::terminal},
    EventMember<Text>{"logon_process", &Event::logon_process},
    EventMember<Text>{"auth_package", &Event::package},
    EventMember<Text>{"process", &Event::process},
};

// Calls `change` with each text of the event, to be read or given another.
template <class Change>
void for_each_text(Event& event, Change change) {
  for (const auto& [name, member] : kTextMembers) change(event.*member);
  change(event.extra);
}

// Shown in hexadecimal; 0 is no value.
inline constexpr std::array kLogonIdMembers = {
    EventMember<std::uint64_t>{"logon_id", &Event::logon_id},
    EventMember<std::uint64_t>{"linked_logon_id", &Event::linked_logon_id},
    EventMember<std::uint64_t>{"subject_logon_id", &Event::subject_logon_id},
};

// kNoNumber is no value.
inline constexpr std::array kNumberMembers = {
    EventMember<std::uint32_t>{"session_number", &Event::session},
    EventMember<std::uint32_t>{"reason", &Event::reason},
    EventMember<std::uint32_t>{"status", &Event::status},
    EventMember<std::uint32_t>{"sub_status", &Event::sub_status},
    EventMember<std::uint32_t>{"process_id", &Event::process_id},
    EventMember<std::uint32_t>{"src_port", &Event::src_port},
};

}  // namespace sojourn
