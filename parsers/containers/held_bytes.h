// Bytes that a run keeps for a while, as those that came out of a container: in memory, or where
// they are many, in a file without a name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "parsers/byte_source.h"

namespace sojourn {

class HeldBytes {
 public:
  static constexpr std::uint64_t kInMemory = std::uint64_t{64} << 20;

  // More than `in_memory` bytes go to a file in `folder`, which nobody else can open and which is
  // gone with this.
  explicit HeldBytes(std::filesystem::path folder, std::uint64_t in_memory = kInMemory);

  // For what lies in containers of which `held` bytes are in memory already: together they stay
  // within kInMemory. Without a folder, $TMPDIR's or /tmp.
  static HeldBytes beside(std::uint64_t held, const std::filesystem::path& folder);

  // Throws std::runtime_error, one line that says what to do, where there is no room for them.
  void add(Bytes bytes);

  // Fills `into` with the bytes from there on; several threads may. REQUIRES: they were added.
  void read(std::uint64_t at, std::span<std::uint8_t> into) const;

  std::uint64_t size() const { return size_; }
  std::uint64_t in_memory() const { return is_file_ ? 0 : size_; }
  int number() const { return file_.number(); }  // of a descriptor
  std::filesystem::path path() const;            // under which this process can open them
  ByteSource source() const { return path(); }

 private:
  void move_to_file();
  void write(Bytes bytes);
  [[noreturn]] void fail(const char* what) const;

  std::filesystem::path folder_;
  std::uint64_t limit_;
  FileDescriptor file_;
  std::uint64_t size_ = 0;
  bool is_file_ = false;
};

}  // namespace sojourn
