// The events of a run, kept outside of memory until all is read and their hosts are known.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "correlator/hosts/records_of_logs.h"
#include "parsers/containers/held_bytes.h"
#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

class EventSpill {
 public:
  // What does not fit into a few megabytes goes to a file without a name in `folder`. The names of
  // computers are kept in `names`, which must outlive this.
  EventSpill(const std::filesystem::path& folder, Strings& names);

  // Events of one or several files and computers; their texts are of `strings`. Throws
  // std::runtime_error, one line that says what to do, where there is no room for them.
  void add(std::span<const Event> events, const Strings& strings);

  // Calls `visitor` with all events of these logs, stretch by stretch as they were added, each with
  // texts of its own. Once nothing is added any more, several threads may call it.
  void visit(const std::set<LogName>& logs, const StretchVisitor& visitor) const;

 private:
  // Events of one log, then the lengths of their texts, then the texts.
  struct Piece {
    std::uint32_t events = 0, texts = 0;
    std::vector<std::uint8_t> bytes;  // or none, where they are in the file,
    std::uint64_t at = 0, size = 0;   // here
  };
  void add_piece(std::vector<Event>& events, const Strings& strings);

  Strings& names_;
  HeldBytes file_;
  std::uint64_t in_memory_ = 0;  // bytes of pieces
  std::map<LogName, std::vector<Piece>> pieces_;
  std::vector<Text> placed_;  // of the texts of the pool in hand, their numbers in the piece
  std::vector<Text> used_;    // the texts of the piece
  std::vector<std::uint8_t> buffer_;
};

}  // namespace sojourn
