// One simulated machine: its clock, its counters and the logs its providers have written so far.
// What happens on it is told by the stories (console_stories.h, rdp_stories.h, …); how a record
// looks by the record makers (security_records.h, …). Everything follows from the seed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/session.h"
#include "schema/time.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/generation.h"
#include "tests/simulation/log_record.h"
#include "tests/simulation/provider.h"
#include "tests/simulation/truth.h"
#include "tests/simulation/user.h"

namespace sojourn::simulation {

inline constexpr std::string_view kWorkgroup = "WORKGROUP";

// The parts of a record beside its values.
struct Envelope {
  std::string activity = {};
  std::string user_id = {};
  std::uint8_t version = 0;
  std::string_view user_data = {};
  std::string_view user_data_namespace = {};
};

// An RDP connection to this host, from its 131 to its 102.
struct Connection {
  Client client;
  bool nla = true;
  std::string activity;            // "{F420…0000}", by VMBus any GUID
  std::string terminal;            // "RDP-Tcp#7"
  Timestamp opened;                // the 131, before Windows 8 the 261
  std::size_t knock = 0;           // before Windows 8: its place in Host::knocks
  User nla_user = {};              // whose credentials came with it
  std::uint64_t nla_logon_id = 0;  // of the type 3 that checked the credentials; 0 without NLA
};

// How long an RDP connection waited for its user to prove who he is.
struct Waiting {
  std::uint32_t boot = 0;
  std::string address;
  Timestamp opened;
  std::optional<Timestamp> answered;  // its 1149 or 102
};

// Before Windows 8: a 261, which names no client, and when a record first says who it was.
struct Knock {
  Timestamp opened, answered;
};

// A Windows local session with somebody logged on.
struct Desktop {
  User user;
  std::uint32_t number = 0;              // SessionID
  std::uint8_t logon_type = 2;           // how it began
  std::uint64_t logon_id = 0;            // the shell's: of a split token the limited half
  std::uint64_t elevated_logon_id = 0;   // the other half, 0 if there is none
  std::optional<Connection> connection;  // the RDP client that shows it; at the console none
  bool connected = true;                 // shown by the console or by a connection
  bool locked = false;
  std::size_t truth = kNoSession;  // its latest stretch
};

// A network logon whose LogonId is still held.
struct NetworkLogon {
  User user;
  Client client;
  std::uint8_t logon_type = 3;
  std::uint64_t logon_id = 0;
  std::size_t truth = kNoSession;
  Ticks last_seen{};  // Host::elapsed() at the last record of its session
};

class Host {
 public:
  // `computer` is the DNS name, `domain` the NetBIOS name of the domain it is a member of, or
  // kWorkgroup, where `computer` has no suffix. The clock stands at `now`; the machine is off until
  // boot() (machine_stories.h).
  Host(const Generation& generation, std::string computer, std::string domain, Timestamp now,
       std::uint64_t seed);

  const Generation& generation() const { return *generation_; }
  const std::string& computer() const { return computer_; }
  const std::string& domain() const { return domain_; }
  std::string dns_domain() const { return computer_.substr(computer_.find('.') + 1); }
  std::string name() const { return computer_.substr(0, computer_.find('.')); }
  User machine_account() const { return {name() + "$", domain_, "S-1-5-18"}; }
  Dice& dice() { return dice_; }
  // Both take effect at a start. REQUIRES: !running.
  void rename(std::string computer) { computer_ = std::move(computer); }
  struct DomainNames {
    std::string netbios, dns;
  };
  void join_domain(const DomainNames& names);

  // The clock as this Windows stamps records. Time passes only here.
  Timestamp now() const;
  void wait(Ticks time) { clock_ += time; }
  void wait_ms(std::uint64_t low, std::uint64_t high);
  // Does nothing when that time has passed.
  void wait_until(Timestamp time);
  // Time does not pass, the clock is set.
  void set_clock(Ticks by);
  // Whether the clock shows a time that it showed before it was set back.
  bool repeats_time() const { return now() <= latest_before_step_; }
  // On a line that a clock set back does not turn.
  Ticks elapsed() const { return now().time_since_epoch() + set_back_; }
  // How long ago something of this boot happened; a clock set forward counts as time that passed,
  // because no record tells it from a machine that slept.
  Ticks since(const TrueSession& ended) const;
  bool was_set_since(const TrueSession& ended) const {
    return clock_settings_ != ended.clock_settings_at_end;
  }
  // Of what happens now no log tells that records settings of the clock, nor one that shares a
  // user, an address or a connection with such a log. Where the clock shows the time twice, nobody
  // could say on which side of the step it lies: it does not happen there (the next two), and the
  // clock is not set back behind it (set_clock_by_chance).
  void happens_unwitnessed() { unwitnessed_ = std::max(unwitnessed_, now()); }
  Timestamp last_unwitnessed() const { return unwitnessed_; }
  bool can_place_disconnects() const { return audits_stations || !repeats_time(); }
  // RdpCoreTS does not tell in which boot it wrote what: an unrecorded step leaves it open.
  bool can_place_failures() const {
    return (audits_failures && !has_unrecorded_step) || !repeats_time();
  }
  // From now on records are stamped with every `lanes`-th tick only, so that stories of different
  // lanes share none.
  void take_lane(int lane, int lanes);

  // A fresh LSASS: LogonIds start low again and the Security log's ActivityID changes.
  void start_lsass();
  std::uint64_t new_logon_id();
  // The SessionID that a new session gets.
  std::uint32_t new_session_number();
  void free_session_number(std::uint32_t number);
  void forget_session_numbers();
  // By SessionID: the LogonIds of the DWM-k that draws it.
  std::map<std::uint32_t, std::vector<std::uint64_t>> window_managers;
  // Of a new RDP connection; and its number, which a restart sets back.
  std::string new_activity();
  std::string new_terminal(std::string_view listener);
  // What LSASS puts into its records, "" where this Windows has none.
  std::string lsass_activity();
  std::string new_guid();

  // Appends a record of the present moment to the provider's channel; returns its time.
  Timestamp write(const Provider& provider, std::uint16_t event_id, std::vector<NamedValue> values,
                  Envelope envelope = {});
  // The same with another time: Kernel-General 13 is written at the next start with the time of the
  // stop.
  void write_at(Timestamp time, const Provider& provider, std::uint16_t event_id,
                std::vector<NamedValue> values, Envelope envelope = {});
  // Drops all records of a channel; the numbering goes on.
  void clear_channel(std::string_view channel);
  // Drops the records of all others: those logs were not collected.
  void keep_only(std::string_view channel);

  // Where the clock and every log stand.
  struct Mark {
    Timestamp clock;
    std::map<std::string, std::size_t, std::less<>> records;
  };
  Mark mark() const;
  // Back to the mark's time, to tell what else happened meanwhile (at_once.h).
  void rewind(const Mark& mark);
  // Puts what was written since the mark into the order of time, numbered as one service would have
  // written it.
  void settle(const Mark& mark);

  // Each channel's records in the order they were written.
  const std::map<std::string, std::vector<LogRecord>, std::less<>>& channels() const {
    return channels_;
  }
  // The time of the record written last.
  Timestamp last_record_time() const { return last_record_time_; }

  // Starts a true session of this host and boot; returns its index.
  std::size_t add_truth(TrueSession session);
  TrueSession& truth(std::size_t index) { return truth_[index]; }
  const std::vector<TrueSession>& truth() const { return truth_; }
  void flag_truth(std::size_t index, Flag flag);
  void end_truth(std::size_t index, Timestamp end, std::string_view reason, bool exact = true);
  // Of the records of one disconnect the first that this Windows writes ends the session.
  void end_truth_first(std::size_t index, std::optional<Timestamp> end, std::string_view reason);

  // What the stories keep of the machine's state.
  bool running = false;
  std::uint32_t boots = 0;
  Timestamp booted;
  std::optional<Timestamp> stopped;  // of a clean stop, for the next start's Kernel-General 13
  std::uint32_t console_number = 1;  // SessionID of the console's logon screen or desktop
  std::list<Desktop> desktops;       // lists, so that the stories may hold on to one
  std::list<NetworkLogon> network_logons;
  std::map<std::string, Waiting, std::less<>> waiting;  // by ActivityID
  std::vector<std::size_t> failures_without_address;    // true sessions
  std::vector<Knock> knocks;                            // before Windows 8
  // What LSM calls the console, in the machine's language.
  std::string_view local_word = "LOCAL";
  // 4778, 4779, 4800 and 4801; off unless an administrator asked for them.
  bool audits_stations = true;
  bool publishes_apps = false;  // RemoteApps: some of its remote sessions have no shell
  bool runs_ssh_server = false;
  bool audits_failures = true;  // 4625; off by default on a workstation
  bool audits_logoffs = true;   // 4634 and 4647
  bool has_unrecorded_step = false;
  // Current clients: the first check of credentials is thrown away, a second follows.
  bool clients_check_twice = false;
  // Of a local account the first try of a UAC prompt is refused as a logon of a wrong type.
  bool prompts_fail_first = false;
  std::uint32_t services_pid = 0, winlogon_pid = 0, lsass_pid = 0;

 private:
  const Generation* generation_;
  std::string computer_, domain_;
  Dice dice_;
  Timestamp clock_, last_record_time_;
  Timestamp latest_before_step_, unwitnessed_;
  Ticks set_back_{};  // in all
  int clock_settings_ = 0;
  int lane_ = 0, lanes_ = 1;
  std::uint64_t logon_id_ = 0;
  std::uint64_t lsass_started_ = 0;  // a FILETIME
  std::uint32_t highest_session_ = 0;
  std::vector<std::uint32_t> sessions_in_use_;
  // Between rewind and settle a number given back is not given out again: the next story may come
  // before that.
  bool rewound_ = false;
  std::vector<std::uint32_t> given_back_;
  std::uint32_t terminals_ = 0;
  std::map<std::string, std::vector<LogRecord>, std::less<>> channels_;
  std::map<std::string, std::uint64_t, std::less<>> last_record_id_;
  std::vector<TrueSession> truth_;
};

}  // namespace sojourn::simulation
