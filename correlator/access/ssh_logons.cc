#include "correlator/access/ssh_logons.h"

#include <algorithm>
#include <string_view>

#include "schema/extra_fields.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kSameMoment = seconds{5};  // 4625 to its message: under 1 ms
// LoginGraceTime: who has not proved who he is by then is sent away.
constexpr Ticks kLoginGrace = seconds{120};

// Which records a message can tell of.
enum class Proof : std::uint8_t { none, failure, password, account };

Proof proof_of(const Event& event, const Strings& strings) {
  const bool logon = event.kind == EventKind::logon;
  if ((!logon && event.kind != EventKind::logon_failed) || !SshLogons::is_by_sshd(event, strings))
    return Proof::none;
  if (!logon) return Proof::failure;
  if (event.logon_type == 8) return Proof::password;
  const bool without_password = event.logon_type == 3 || event.logon_type == 5;
  return without_password &&
                 classify({strings[event.sid], strings[event.user]}) == AccountClass::user
             ? Proof::account
             : Proof::none;
}

std::uint64_t key_of(Text name, Proof proof) {
  return std::uint64_t{static_cast<std::uint32_t>(name)} << 2 | static_cast<std::uint64_t>(proof);
}

}  // namespace

bool SshLogons::is_by_sshd(const Event& event, const Strings& strings) {
  // "sshd.exe", since OpenSSH 9.8 "sshd-session.exe".
  const std::string_view path = strings[event.process];
  const std::string_view file = path.substr(path.rfind('\\') + 1);
  return file.starts_with("sshd") && file.ends_with(".exe");
}

SshLogons::SshLogons(HostLog& log) : log_(log) {
  read_messages();
  if (messages_.empty()) return;
  pair(true);
  pair(false);
  find_disconnects();
}

void SshLogons::set_sources_and_roles(LogonSessions& logons, Claims& claims) const {
  claims.begin(Stage::ssh_logons);
  set_sources(logons, claims);
  leave_out_lookups(logons, claims);
}

void SshLogons::read_messages() {
  for (const EventRef ref : log_.of(EventKind::ssh_message)) {
    const Event& event = log_[ref];
    if (!log_.strings()[event.process].starts_with("sshd")) continue;
    const auto [entry, is_new] = messages_.try_emplace(ref);
    Message& message = entry->second;
    message.payload = extra_field(log_.strings()[event.extra], {"payload"});
    if (const auto parts = read_ssh_message(message.payload)) {
      message.parts = *parts;
      refs_.push_back(ref);
      log_.accounts().add(who(ref), event.time);
    } else {
      messages_.erase(entry);
    }
  }
}

Identity SshLogons::who(EventRef message) const {
  Strings& strings = log_.strings();
  std::string_view user = messages_.at(message).parts.user;
  Identity who;
  if (const auto backslash = user.find('\\'); backslash != std::string_view::npos) {
    who.domain = strings.intern(user.substr(0, backslash));
    user.remove_prefix(backslash + 1);
  }
  who.user = strings.intern(user);
  return who;
}

// Each message with the nearest record of its user right before it; in a second pass, backwards,
// with the nearest right after it.
void SshLogons::pair(bool forward) {
  std::vector<EventRef> refs = refs_;
  for (const EventKind kind : {EventKind::logon, EventKind::logon_failed}) {
    for (const EventRef ref : log_.of(kind)) {
      if (proof_of(log_[ref], log_.strings()) != Proof::none && !message_of_.contains(ref))
        refs.push_back(ref);
    }
  }
  std::ranges::sort(refs);
  if (!forward) std::ranges::reverse(refs);

  const Text nobody = log_.accounts().name_key(log_.strings().intern("NOUSER"));
  std::unordered_map<std::uint64_t, std::vector<EventRef>> waiting;
  for (const EventRef ref : refs) {
    const auto found = messages_.find(ref);
    if (found == messages_.end()) {
      const Proof proof = proof_of(log_[ref], log_.strings());
      waiting[key_of(log_.accounts().name_key(log_[ref].user), proof)].push_back(ref);
      continue;
    }
    Message& message = found->second;
    // No 4625 tells of a key that did not fit.
    const bool failed = message.parts.kind == SshMessage::Kind::failed;
    if (message.partner != kNone || message.parts.kind == SshMessage::Kind::disconnected ||
        (failed && message.parts.by_key)) {
      continue;
    }
    const Identity tried = who(ref);
    const Text name = log_.accounts().name_key(tried.user);
    std::vector<EventRef>* nearest = nullptr;
    const auto look_at = [&](Text user, Proof proof) {
      const auto own = waiting.find(key_of(user, proof));
      if (own == waiting.end() || own->second.empty()) return;
      const EventRef other = own->second.back();
      const bool near = log_.boot(other) == log_.boot(ref) &&
                        std::chrono::abs(log_.between(other, ref)) <= kSameMoment;
      if (!near || (user == name && !log_.accounts().same(tried, log_[other]))) return;
      const bool nearer =
          nearest == nullptr || (forward ? other > nearest->back() : other < nearest->back());
      if (nearer) nearest = &own->second;
    };
    if (failed) {
      look_at(name, Proof::failure);
      if (message.parts.invalid_user) look_at(nobody, Proof::failure);
    } else {
      look_at(name, Proof::password);
      if (message.parts.by_key) look_at(name, Proof::account);
    }
    if (nearest == nullptr) continue;
    message.partner = nearest->back();
    message_of_.emplace(nearest->back(), ref);
    nearest->pop_back();
  }
  if (forward) return;
  for (const EventRef ref : refs_) {
    const Message& message = messages_.at(ref);
    if (message.parts.kind == SshMessage::Kind::failed && message.partner == kNone)
      failures_alone_.push_back(ref);
  }
}

// A client is known by its address and port while it stays.
void SshLogons::find_disconnects() {
  std::unordered_map<std::string, EventRef> accepted;
  for (const EventRef ref : refs_) {
    const Message& message = messages_.at(ref);
    const std::string client =
        std::string(message.parts.address) + ' ' + std::string(message.parts.port);
    if (message.parts.kind == SshMessage::Kind::accepted) accepted[client] = ref;
    if (message.parts.kind != SshMessage::Kind::disconnected) continue;
    const auto entry = accepted.find(client);
    if (entry == accepted.end()) continue;
    Message& begin = messages_.at(entry->second);
    if (log_.boot(entry->second) == log_.boot(ref) && begin.parts.user == message.parts.user)
      begin.disconnected = ref;
    accepted.erase(entry);
  }
}

Origin SshLogons::source(EventRef message) const {
  const Text raw = log_.strings().intern(messages_.at(message).parts.address);
  const Address address = log_.address_of(raw);
  return {.address = address.text, .client = Text::none, .scope = address.scope, .inferred = true};
}

void SshLogons::set_sources(LogonSessions& logons, Claims& claims) const {
  for (const auto& [ref, message] : message_of_) {
    if (log_[ref].kind != EventKind::logon) continue;
    const LogonSessionId logon = logons.of(ref);
    if (logon == kNone) continue;  // without a LogonId
    if (logons[logon].start_event != ref || logons[logon].from.address != Text::none) continue;
    logons.set_source(logon, source(message));
    claims.set_role(logon, LogonRole::network);
  }
}

// Before it asks for a password sshd looks the account up, which leaves a type 3 or 5 of its own
// (observed, with five wrong passwords behind it): nobody was let in by it where no key of the
// account was accepted in the time that a client has, but for one that let in another logon. Where
// the server's log does not reach, it was a lookup if its process then asked for a password.
void SshLogons::leave_out_lookups(const LogonSessions& logons, Claims& claims) const {
  std::unordered_map<Text, std::vector<EventRef>> accepted_keys;
  for (const EventRef ref : refs_) {
    const Message& message = messages_.at(ref);
    if (message.parts.kind == SshMessage::Kind::accepted && message.parts.by_key &&
        message.partner == kNone) {
      accepted_keys[log_.accounts().name_key(who(ref).user)].push_back(ref);
    }
  }
  const auto passwords = passwords_by_process();
  for (const EventRef ref : log_.of(EventKind::logon)) {
    if (!is_unproven(ref)) continue;
    const auto asked = passwords.find(log_[ref].process_id);
    const auto keys = accepted_keys.find(log_.accounts().name_key(log_[ref].user));
    const bool told = log_.covers(EventKind::ssh_message, ref);
    if (told ? keys != accepted_keys.end() &&
                   !log_.within(keys->second, ref, Ticks{0}, kLoginGrace).empty()
             : asked == passwords.end() ||
                   log_.within(asked->second, ref, Ticks{1}, kLoginGrace).empty())
      continue;
    const LogonSessionId logon = logons.of(ref);
    if (logon != kNone && logons[logon].start_event == ref)
      claims.set_role(logon, LogonRole::other);
  }
}

// By the process that served a client: the 4624s and 4625s of the passwords that it was given.
std::unordered_map<std::uint32_t, std::vector<EventRef>> SshLogons::passwords_by_process() const {
  std::unordered_map<std::uint32_t, std::vector<EventRef>> passwords;
  for (const EventKind kind : {EventKind::logon, EventKind::logon_failed}) {
    for (const EventRef ref : log_.of(kind)) {
      const Event& event = log_[ref];
      if (event.logon_type == 8 && event.process_id != kNoNumber &&
          is_by_sshd(event, log_.strings()))
        passwords[event.process_id].push_back(ref);
    }
  }
  for (auto& [process, refs] : passwords) std::ranges::sort(refs);
  return passwords;
}

EventRef SshLogons::message_of(EventRef ref) const {
  const auto found = message_of_.find(ref);
  return found == message_of_.end() ? kNone : found->second;
}

bool SshLogons::is_unproven(EventRef logon) const {
  return proof_of(log_[logon], log_.strings()) == Proof::account && !message_of_.contains(logon);
}

EventRef SshLogons::disconnected(EventRef accepted) const {
  const auto found = messages_.find(accepted);
  return found == messages_.end() ? kNone : found->second.disconnected;
}

}  // namespace sojourn
