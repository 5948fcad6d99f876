#include "tests/simulation/host.h"

#include <algorithm>
#include <cstdio>
#include <span>
#include <utility>

namespace sojourn::simulation {
namespace {

// 1601-01-01 to 1970-01-01 in seconds.
constexpr std::int64_t kFiletimeEpoch = 11'644'473'600;

std::uint64_t filetime(Timestamp time) {
  const Ticks since_1601 = time.time_since_epoch() + std::chrono::seconds{kFiletimeEpoch};
  return static_cast<std::uint64_t>(since_1601.count());
}

std::string guid_text(std::uint32_t data1, std::uint16_t data2, std::uint16_t data3,
                      std::uint64_t data4) {
  char text[48];
  std::snprintf(text, sizeof text, "{%08X-%04X-%04X-%04X-%012llX}", data1, data2, data3,
                static_cast<unsigned>(data4 >> 48),
                static_cast<unsigned long long>(data4 & 0xFFFF'FFFF'FFFF));
  return text;
}

}  // namespace

Host::Host(const Generation& generation, std::string computer, std::string domain, Timestamp now,
           std::uint64_t seed)
    : generation_(&generation),
      computer_(std::move(computer)),
      domain_(std::move(domain)),
      dice_(seed),
      clock_(now),
      last_record_time_(now) {}

void Host::join_domain(const DomainNames& names) {
  domain_ = names.netbios;
  computer_ = name() + "." + names.dns;
}

Timestamp Host::now() const {
  const Ticks since = clock_.time_since_epoch();
  return Timestamp(since - since % (generation_->tick * lanes_) + generation_->tick * lane_);
}

void Host::set_clock(Ticks by) {
  if (by < Ticks{0}) {
    latest_before_step_ = std::max(latest_before_step_, now());
    set_back_ -= by;
  }
  clock_ += by;
  ++clock_settings_;
}

Ticks Host::since(const TrueSession& ended) const {
  return now() + set_back_ - (*ended.end + ended.set_back_at_end);
}

void Host::take_lane(int lane, int lanes) {
  lane_ = lane;
  lanes_ = lanes;
}

void Host::wait_ms(std::uint64_t low, std::uint64_t high) {
  // In ticks, so that times do not all end in zeros.
  clock_ += Ticks{static_cast<std::int64_t>(dice_.between(low * 10'000, high * 10'000))};
}

void Host::wait_until(Timestamp time) { clock_ = std::max(clock_, time); }

void Host::start_lsass() {
  lsass_started_ = filetime(clock_);
  // The first LogonId beyond the well-known ones, as observed after starts: 0x5000 to 0x20000.
  logon_id_ = dice_.between(0x5000, 0x20000);
  services_pid = static_cast<std::uint32_t>(dice_.between(120, 200) * 4);
  lsass_pid = services_pid + 8;
  winlogon_pid = services_pid - 40;
  terminals_ = 0;
}

std::uint64_t Host::new_logon_id() { return logon_id_ += dice_.between(0x13, 0x1800); }

std::uint32_t Host::new_session_number() {
  std::uint32_t number = 1;
  // Observed: 2012 R2 gives the lowest free number (2 three times in 35 minutes); Windows 10 counts
  // on.
  if (generation_->build < 18000) {
    while (std::ranges::count(sessions_in_use_, number) != 0) ++number;
  } else {
    number = highest_session_ + 1;
  }
  highest_session_ = std::max(highest_session_, number);
  sessions_in_use_.push_back(number);
  return number;
}

void Host::free_session_number(std::uint32_t number) {
  if (rewound_) {
    given_back_.push_back(number);
  } else {
    std::erase(sessions_in_use_, number);
  }
}

void Host::forget_session_numbers() {
  window_managers.clear();
  sessions_in_use_.clear();
  highest_session_ = 0;
}

std::string Host::new_activity() {
  if (!generation_->follows_connections()) return "";
  const auto data1 = static_cast<std::uint32_t>(0xF420'0000 | dice_.between(0, 0xFFFF));
  const auto data2 = static_cast<std::uint16_t>(dice_.between(0, 0xFFFF));
  const auto data3 = static_cast<std::uint16_t>(0x4000 | dice_.between(0, 0xFFF));
  const std::uint64_t node = dice_.between(0, 0xFFFF'FFFF) << 16;
  return guid_text(data1, data2, data3, (0x8000 | dice_.between(0, 0x3FFF)) << 48 | node);
}

std::string Host::new_terminal(std::string_view listener) {
  return std::string(listener) + "#" + std::to_string(terminals_++);
}

std::string Host::lsass_activity() {
  if (!generation_->logon_activity) return "";
  // Observed: {75E6D468-345E-0008-22D5-E6755E34DB01}. The last eight bytes are the FILETIME of
  // LSASS's start, whose middle the first two groups repeat; the third counts requests.
  const auto data1 = static_cast<std::uint32_t>(lsass_started_) - 0xBAU;
  const auto data2 = static_cast<std::uint16_t>(lsass_started_ >> 32);
  const auto data3 = static_cast<std::uint16_t>(dice_.between(0, 9));
  std::uint64_t swapped = 0;
  for (int byte = 0; byte < 8; ++byte)
    swapped = swapped << 8 | (lsass_started_ >> (8 * byte) & 0xFF);
  return guid_text(data1, data2, data3, swapped);
}

std::string Host::new_guid() {
  const auto data1 = static_cast<std::uint32_t>(dice_.between(0, 0xFFFF'FFFF));
  const auto data2 = static_cast<std::uint16_t>(dice_.between(0, 0xFFFF));
  const auto data3 = static_cast<std::uint16_t>(0x4000 | dice_.between(0, 0xFFF));
  return guid_text(data1, data2, data3,
                   dice_.between(0, 0x3FFF'FFFF'FFFF'FFFF) | 0x8000'0000'0000'0000);
}

Timestamp Host::write(const Provider& provider, std::uint16_t event_id,
                      std::vector<NamedValue> values, Envelope envelope) {
  write_at(now(), provider, event_id, std::move(values), std::move(envelope));
  return now();
}

void Host::write_at(Timestamp time, const Provider& provider, std::uint16_t event_id,
                    std::vector<NamedValue> values, Envelope envelope) {
  const std::string channel(provider.channel);
  LogRecord record;
  record.provider = provider.name;
  record.provider_guid = provider.guid;
  record.event_id = event_id;
  record.version = envelope.version;
  record.channel = channel;
  record.computer = computer_;
  record.time = time;
  record.record_id = ++last_record_id_[channel];
  record.activity = std::move(envelope.activity);
  record.user_id = std::move(envelope.user_id);
  record.user_data = envelope.user_data;
  record.user_data_namespace = envelope.user_data_namespace;
  record.values = std::move(values);
  channels_[channel].push_back(std::move(record));
  last_record_time_ = now();
}

void Host::clear_channel(std::string_view channel) {
  if (const auto found = channels_.find(channel); found != channels_.end()) found->second.clear();
}

void Host::keep_only(std::string_view channel) {
  std::erase_if(channels_, [&](const auto& entry) { return entry.first != channel; });
}

Host::Mark Host::mark() const {
  Mark mark{.clock = clock_, .records = {}};
  for (const auto& [channel, records] : channels_) mark.records[channel] = records.size();
  return mark;
}

void Host::rewind(const Mark& mark) {
  clock_ = mark.clock;
  rewound_ = true;
}

void Host::settle(const Mark& mark) {
  rewound_ = false;
  for (const std::uint32_t number : std::exchange(given_back_, {})) free_session_number(number);
  for (auto& [channel, records] : channels_) {
    const auto known = mark.records.find(channel);
    const std::size_t old = known == mark.records.end() ? 0 : known->second;
    const std::span since = std::span(records).subspan(old);
    std::uint64_t record_id = last_record_id_[channel] - since.size();
    std::ranges::stable_sort(since, {}, &LogRecord::time);
    for (LogRecord& record : since) {
      record.record_id = ++record_id;
      last_record_time_ = std::max(last_record_time_, record.time);
    }
  }
  clock_ = std::max(clock_, last_record_time_);
}

std::size_t Host::add_truth(TrueSession session) {
  session.host = computer_;
  session.boot = boots - 1;
  const bool loopback = session.src_ip == "::1" || session.src_ip.starts_with("127.");
  const bool tunnel = loopback && session.kind == "remote";
  truth_.push_back(std::move(session));
  if (tunnel) flag_truth(truth_.size() - 1, Flag::rdp_via_loopback);
  return truth_.size() - 1;
}

void Host::flag_truth(std::size_t index, Flag flag) {
  truth_[index].flags =
      static_cast<std::uint16_t>(truth_[index].flags | static_cast<std::uint16_t>(flag));
}

void Host::end_truth(std::size_t index, Timestamp end, std::string_view reason, bool exact) {
  truth_[index].end = end;
  truth_[index].set_back_at_end = set_back_;
  truth_[index].clock_settings_at_end = clock_settings_;
  truth_[index].end_reason = reason;
  truth_[index].end_exact = exact;
}

void Host::end_truth_first(std::size_t index, std::optional<Timestamp> end,
                           std::string_view reason) {
  if (end && !truth_[index].end) end_truth(index, *end, reason);
}

}  // namespace sojourn::simulation
