#include "tests/simulation/chunk.h"

#include <zlib.h>

#include <limits>

#include "tests/simulation/binary_value.h"

namespace sojourn::simulation {
namespace {

std::uint32_t number_at(const std::string& bytes, std::size_t offset) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    number |= std::uint32_t{static_cast<unsigned char>(bytes[offset + i])} << (8 * i);
  }
  return number;
}

// Names and template definitions both begin with the offset of the next one in their bucket, which
// is always an older one: a new one becomes the first of its bucket.
template <std::size_t size>
void forget_since(std::uint32_t mark, const std::string& bytes,
                  std::array<std::uint32_t, size>& buckets,
                  std::map<std::string, std::uint32_t, std::less<>>& known) {
  for (std::uint32_t& first : buckets) {
    while (first >= mark) first = number_at(bytes, first);
  }
  std::erase_if(known, [mark](const auto& entry) { return entry.second >= mark; });
}

std::uint32_t hash_of(std::u16string_view name) {
  std::uint32_t hash = 0;
  for (const char16_t unit : name) hash = hash * 65599 + unit;
  return hash;
}

}  // namespace

std::uint32_t crc32_of(std::string_view bytes) {
  return static_cast<std::uint32_t>(
      crc32_z(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

Chunk::Chunk() : bytes_(header_size, '\0') { bytes_.reserve(2 * size); }

void Chunk::append_name(std::string_view name) {
  const auto known = names_.find(name);
  if (known != names_.end()) {
    append(known->second);
    return;
  }
  const std::uint32_t offset = end() + 4;
  append(offset);
  const std::u16string units = utf16(name);
  const auto hash = static_cast<std::uint16_t>(hash_of(units));
  std::uint32_t& bucket = name_buckets_[hash % name_buckets_.size()];
  append(bucket);
  append(hash);
  append(static_cast<std::uint16_t>(units.size()));
  for (const char16_t unit : units) append(static_cast<std::uint16_t>(unit));
  append(std::uint16_t{0});
  bucket = offset;
  names_.emplace(name, offset);
}

std::optional<std::uint32_t> Chunk::template_at(const std::string& layout) const {
  const auto known = templates_.find(layout);
  if (known == templates_.end()) return std::nullopt;
  return known->second;
}

std::uint32_t Chunk::note_template(const std::string& layout, std::uint32_t id) {
  templates_.emplace(layout, end());
  std::uint32_t& bucket = template_buckets_[id % template_buckets_.size()];
  const std::uint32_t next = bucket;
  bucket = end();
  return next;
}

void Chunk::roll_back(std::uint32_t mark) {
  forget_since(mark, bytes_, name_buckets_, names_);
  forget_since(mark, bytes_, template_buckets_, templates_);
  bytes_.resize(mark);
}

void Chunk::note_record(std::uint32_t offset, const Record& record) {
  if (!first_record_) first_record_ = record;
  last_record_ = record;
  last_record_offset_ = offset;
}

std::string Chunk::finished() const {
  // A log that never got a record has one chunk, which counts down from its first number.
  constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();
  const Record first = first_record_.value_or(Record{1, none});
  const Record last = first_record_ ? last_record_ : Record{none, none};

  std::string header("ElfChnk\0", 8);
  simulation::append(header, first.number);
  simulation::append(header, last.number);
  simulation::append(header, first.id);
  simulation::append(header, last.id);
  simulation::append(header, std::uint32_t{128});
  simulation::append(header, last_record_offset_);
  simulation::append(header, end());
  simulation::append(header, crc32_of(std::string_view(bytes_).substr(header_size)));
  header.resize(128);
  for (const std::uint32_t bucket : name_buckets_) simulation::append(header, bucket);
  for (const std::uint32_t bucket : template_buckets_) simulation::append(header, bucket);
  // The checksum leaves out itself and the flags before it.
  simulation::put(header, 124, crc32_of(header.substr(0, 120) + header.substr(128)));

  std::string whole = header + bytes_.substr(header_size);
  whole.resize(size);
  return whole;
}

}  // namespace sojourn::simulation
