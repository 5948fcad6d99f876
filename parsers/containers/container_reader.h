// Yields what a container holds, entry by entry, in one go through it: nothing is unpacked.
//
// The reading is done by a confined child (parsers/confined_child.h), because the libraries that do
// it are large and the bytes may be hostile. Each kind of container has a child of its own; all
// answer alike (parsers/containers/entry_pipe.h), and what they answer is checked here.
#pragma once

#include <optional>
#include <string>

#include "parsers/byte_cursor.h"
#include "parsers/confined_child.h"
#include "parsers/containers/container_entry.h"

namespace sojourn {

class ContainerReader {
 public:
  // `file` is open for reading, at any place, and stays so until this ends; what begins it tells
  // what kind of container it is. Throws std::system_error when no process or pipe can be made.
  ContainerReader(int file, const ContainerRequest& request);
  // What a child has answered.
  ContainerReader(FileDescriptor answer, const ContainerRequest& request);

  // The next entry; nothing behind the last, or where fault() says why there are no more.
  std::optional<ContainerEntry> next();
  // The next piece of the last entry's bytes, good until the next call; nothing at their end, or
  // where fault() says why they end too early: then no byte of the entry is to be relied on. Of an
  // entry without bytes there is none, and fault() says where they could not be had.
  std::optional<Bytes> next_piece();

  // What the container says is the hash of what it holds, once next() was called; "" for nothing.
  const std::string& stored_hash() const { return stored_hash_; }

  // Of what was asked for last.
  const std::optional<ContainerFault>& fault() const { return fault_; }

 private:
  std::optional<ContainerEntry> take_entry();
  void take_hash();
  void take_fault();
  void end_with(ContainerFault::Kind kind, std::string found);

  ConfinedChild child_;
  std::uint64_t entries_left_;
  std::string stored_hash_;
  std::optional<std::uint64_t> number_;  // of the last entry
  std::optional<std::uint64_t> size_said_;
  std::uint64_t size_ = 0;                     // of its bytes so far
  std::string piece_;                          // before the first is asked for, its head
  bool is_head_ = false;                       // that stands in piece_
  bool has_bytes_ = false;                     // of the last entry
  bool is_in_entry_ = false;                   // its end is still to come
  bool is_over_ = false;                       // there are no more entries
  std::optional<ContainerFault> fault_, end_;  // end_: why there are no more entries
};

}  // namespace sojourn
