// One chunk of an event log: 64 KiB that stand on their own, with the records and the tables of the
// names and templates the records refer to. Offsets in it count from its first byte.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn::simulation {

// Everything in an event log is little-endian, whatever the machine is.
template <std::unsigned_integral Number>
void append(std::string& bytes, Number number) {
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    bytes.push_back(static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i) & 0xff));
  }
}

template <std::unsigned_integral Number>
void put(std::string& bytes, std::size_t offset, Number number) {
  std::string field;
  append(field, number);
  bytes.replace(offset, field.size(), field);
}

std::uint32_t crc32_of(std::string_view bytes);

class Chunk {
 public:
  struct Record {
    std::uint64_t number, id;
  };

  static constexpr std::size_t size = 65536;
  static constexpr std::size_t header_size = 512;

  Chunk();

  // The header is left blank until finished().
  const std::string& bytes() const { return bytes_; }
  std::uint32_t end() const { return static_cast<std::uint32_t>(bytes_.size()); }
  bool empty() const { return bytes_.size() == header_size; }

  template <std::unsigned_integral Number>
  void append(Number number) {
    simulation::append(bytes_, number);
  }
  void append(std::string_view bytes) { bytes_ += bytes; }
  template <std::unsigned_integral Number>
  void put(std::size_t offset, Number number) {
    simulation::put(bytes_, offset, number);
  }

  // Appends a reference to the name, and the name itself behind it when the chunk has it not yet.
  void append_name(std::string_view name);

  // Where the template with this layout was defined in this chunk.
  std::optional<std::uint32_t> template_at(const std::string& layout) const;
  // Notes that the template is about to be defined at the end; gives the definition that was the
  // first of its bucket until now, or 0.
  std::uint32_t note_template(const std::string& layout, std::uint32_t id);

  // Everything since the mark, which is an earlier end(), is as if it had never been appended.
  void roll_back(std::uint32_t mark);

  // Notes that the record which begins at `offset` is complete.
  void note_record(std::uint32_t offset, const Record& record);

  // The whole chunk, with its header and checksums.
  std::string finished() const;

 private:
  std::string bytes_;
  std::optional<Record> first_record_;
  Record last_record_{};
  std::uint32_t last_record_offset_ = 0;
  std::map<std::string, std::uint32_t, std::less<>> names_, templates_;
  std::array<std::uint32_t, 64> name_buckets_{};
  std::array<std::uint32_t, 32> template_buckets_{};
};

}  // namespace sojourn::simulation
