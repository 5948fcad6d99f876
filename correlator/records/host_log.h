// One host's ordered events with what every stage of the correlator asks of them: their boots,
// which records of a kind or account lie near a point in time, and what names and addresses mean.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

#include "correlator/names/address.h"
#include "correlator/names/identity.h"
#include "correlator/records/log_ranges.h"
#include "correlator/records/log_spans.h"
#include "correlator/records/order.h"
#include "schema/event.h"
#include "schema/record_range.h"
#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

// What a logon is for, as its type says: a desktop (2, 7, 10 to 13) or any other access.
enum class LogonPurpose : std::uint8_t { desktop, access };

// How long before and behind a record.
struct Around {
  Ticks before{}, after{};
};

class HostLog {
 public:
  // Every Text of `events` and `ranges` is of `strings`, which must outlive this.
  HostLog(std::vector<Event> events, Strings& strings, const std::vector<RecordRange>& ranges = {});

  std::uint32_t size() const { return static_cast<std::uint32_t>(ordered_.events.size()); }
  const Event& operator[](EventRef ref) const { return ordered_.events[ref]; }
  std::vector<Event> take_events() { return std::move(ordered_.events); }
  std::vector<RecordCopy> take_copies() { return std::move(ordered_.copies); }
  std::uint64_t duplicates() const { return ordered_.duplicates; }
  Timestamp monotonic(EventRef ref) const { return ordered_.monotonic(ref); }
  const ClockEpochs& clock_epochs() const { return clock_epochs_; }
  Moment moment(EventRef ref) const { return {clock_epochs_.of(ref), ordered_.events[ref].time}; }
  // Whether nothing tells on which side of a setting back of the clock the record lies.
  bool is_undecided(EventRef ref) const { return ordered_.clock.is_undecided(ref); }
  // How much later b happened than a on the monotonic clock; negative when earlier.
  Ticks between(EventRef a, EventRef b) const { return monotonic(b) - monotonic(a); }

  BootId boot(EventRef ref) const { return boot_of_record(boots_, ref); }
  const std::vector<Boot>& boots() const { return boots_; }
  // A boot's records are those from `boot_begin` to before `boot_end`.
  EventRef boot_begin(BootId boot) const { return row_of(boots_, boot).first_event; }
  EventRef boot_end(BootId boot) const {
    const std::size_t next = boot.place() + 1;
    return next < boots_.size() ? boots_[next].first_event : size();
  }
  // How what is still open when the boot ends does so: shutdown, crash, or open while it runs.
  EndReason end_reason(BootId boot) const;
  // And by which record: the first sign of the shutdown, or the boot's last record where it crashed
  // or where `since` (kNone for none) came later; kNone while it runs.
  EventRef end_bound(BootId boot, EventRef since) const;

  // All records of one kind, in order.
  std::span<const EventRef> of(EventKind kind) const {
    return by_kind_[static_cast<std::size_t>(kind)];
  }
  // Those of `refs` (in order) whose monotonic time is within [from, to] of that of `at`, in the
  // same boot.
  std::span<const EventRef> within(std::span<const EventRef> refs, EventRef at, Ticks from,
                                   Ticks to) const;

  // The logons (4624) that may be those of `who`: of that SID where desktops were got by it, else
  // of that name.
  std::span<const EventRef> logons_of(const Identity& who, LogonPurpose purpose) const;
  // Explicit credentials (4648) of accounts with this name key (Accounts::name_key).
  std::span<const EventRef> credentials_of(Text name_key) const {
    return find(credentials_by_name_, name_key);
  }

  // Whether the log of this kind of record tells of everything from `before` until `after` the
  // record `at`, so that what it does not tell did not happen. Nothing is told before its first
  // record and after its last, nor across a hole, and nothing of a boot before
  // LocalSessionManager's own first record of it.
  bool covers(EventKind kind, EventRef at, const Around& around = {}) const;
  // The same of LocalSessionManager and a desktop that a logon at `at` may have got: its 21 or 25
  // stands within 48.7 s (observed, when a profile is made).
  bool covers_desktop(EventRef at) const {
    return covers(EventKind::session_logon, at,
                  {.before = std::chrono::seconds{10}, .after = std::chrono::seconds{60}});
  }
  // Whether the record ids that the channel's files hold prove that none is missing between the
  // two. REQUIRES: a < b, of one channel, without a third of it between.
  bool follows_without_loss(EventRef a, EventRef b) const;
  const std::vector<Coverage>& coverage() const { return coverage_; }

  Strings& strings() { return strings_; }
  const Strings& strings() const { return strings_; }
  Accounts& accounts() { return accounts_; }
  const Accounts& accounts() const { return accounts_; }
  Address address(EventRef ref) const { return addresses_.of(ordered_.events[ref].address); }
  Address address_of(Text raw) const { return addresses_.of(raw); }
  // Whether the host itself logged on from there: by its own machine account, which nobody else
  // has.
  bool is_own_address(Text address) const { return own_addresses_.contains(address); }
  // What the client of a 4624 or 4625 calls itself.
  Text client(EventRef ref) const;

 private:
  using Index = std::unordered_map<Text, std::vector<EventRef>>;
  static std::span<const EventRef> find(const Index& index, Text key);
  void find_spans();
  bool is_told_from(const LogSpan& span, EventRef at, Ticks before) const;
  void learn_own_addresses();

  Strings& strings_;
  Accounts accounts_;
  Addresses addresses_;
  std::set<Text> own_addresses_;
  OrderedEvents ordered_;
  ClockEpochs clock_epochs_;
  std::vector<Boot> boots_;
  std::vector<Coverage> coverage_;
  std::vector<std::vector<EventRef>> by_kind_;
  std::vector<std::vector<LogSpan>> spans_;  // by kind
  RangesOfChannels ranges_;
  // By boot the first record of LocalSessionManager, kNone where it tells nothing: such a boot may
  // not be in its log at all.
  ById<Boot, EventRef> lsm_begins_;
  Index desktop_logons_by_name_, desktop_logons_by_sid_, access_logons_by_name_,
      credentials_by_name_;
};

}  // namespace sojourn
