#include "cli/mmdb_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace sojourn {
namespace {

constexpr std::string_view kMark = "\xab\xcd\xefMaxMind.com";
constexpr std::uint64_t kMetadataWithin = 131'072;  // of the end
constexpr std::uint64_t kSeparator = 16;            // bytes between the tree and the values
constexpr std::size_t kMostText = 200;
constexpr int kMostValues = 10'000;

enum Type : unsigned {
  kPointer = 1,
  kText = 2,
  kDouble = 3,
  kBytes = 4,
  kUint16 = 5,
  kUint32 = 6,
  kMap = 7,
  kInt32 = 8,
  kUint64 = 9,
  kUint128 = 10,
  kArray = 11,
  kBoolean = 14,
  kFloat = 15
};

}  // namespace

// A value's head: what it is, how large, and where its bytes stand. Of a map and an array the size
// is how many entries follow, of a pointer where it leads to.
struct MmdbFile::Value {
  unsigned type = 0;
  std::uint64_t size = 0;
  std::uint64_t place = 0;

  bool is_number() const { return type == kUint16 || type == kUint32 || type == kUint64; }
};

// Goes through the values of a section. Each one that is read counts.
class MmdbFile::Reading {
 public:
  Reading(const MmdbFile& file, std::uint64_t begin, std::uint64_t end)
      : file_(file), begin_(begin), end_(end) {}

  Value at(std::uint64_t place) {
    if (--left_ < 0) file_.damaged("a record has too many values");
    const std::uint64_t head = number(place, 1);
    Value value{.type = static_cast<unsigned>(head >> 5), .size = 0, .place = place + 1};
    if (value.type == kPointer) return pointer(head, value);
    if (value.type == 0) value.type = 7 + static_cast<unsigned>(number(value.place++, 1));
    value.size = head & 31;
    if (value.size >= 29) {
      constexpr std::array<std::uint64_t, 3> kFrom = {29, 285, 65'821};
      const std::size_t more = value.size - 28;
      value.size = kFrom[more - 1] + number(value.place, more);
      value.place += more;
    }
    return value;
  }
  // What a pointer leads to; a pointer leads to none.
  Value resolved(std::uint64_t place) {
    Value value = at(place);
    if (value.type != kPointer) return value;
    value = at(value.size);
    if (value.type == kPointer) file_.damaged("a pointer leads to a pointer");
    return value;
  }
  // The place behind the value that stands there, with all that is in it.
  std::uint64_t behind(std::uint64_t place) {
    for (std::uint64_t values = 1; values > 0; --values) {
      const Value value = at(place);
      place = value.place;
      if (value.type == kMap) {
        values += 2 * value.size;
      } else if (value.type == kArray) {
        values += value.size;
      } else if (value.type != kPointer && value.type != kBoolean) {
        place += value.size;
      }
      if (place > end_) file_.damaged("a value is larger than the file");
    }
    return place;
  }
  // The value under this name in a map.
  std::optional<std::uint64_t> member(const Value& map, std::string_view name) {
    std::uint64_t place = map.place;
    for (std::uint64_t i = 0; i < map.size; ++i) {
      const Value key = resolved(place);
      if (key.type != kText) file_.damaged("a name is no text");
      place = behind(place);
      if (key.size == name.size() && text(key) == name) return place;
      place = behind(place);
    }
    return std::nullopt;
  }
  std::string text(const Value& value) const {
    check(value.place, value.size);
    return file_.bytes(value.place, std::min<std::size_t>(value.size, kMostText));
  }
  std::uint64_t number(const Value& value) const {
    if (value.size > 8) file_.damaged("a number is too large");
    return value.size == 0 ? 0 : number(value.place, value.size);
  }

 private:
  void check(std::uint64_t place, std::uint64_t count) const {
    if (place < begin_ || place > end_ || count > end_ - place)
      file_.damaged("a value lies outside of its section");
  }
  std::uint64_t number(std::uint64_t place, std::size_t count) const {
    check(place, count);
    return file_.number(place, count);
  }
  Value pointer(std::uint64_t head, Value value) const {
    constexpr std::array<std::uint64_t, 4> kFrom = {0, 2'048, 526'336, 0};
    const std::size_t length = (head >> 3 & 3) + 1;
    const std::uint64_t high = length == 4 ? 0 : (head & 7) << (8 * length);
    value.size = begin_ + kFrom[length - 1] + high + number(value.place, length);
    value.place += length;
    return value;
  }

  const MmdbFile& file_;
  std::uint64_t begin_, end_;
  int left_ = kMostValues;
};

MmdbFile::MmdbFile(std::filesystem::path path) : path_(std::move(path)) {
  struct stat status {};
  file_ = open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file_ < 0 || fstat(file_, &status) != 0)
    throw std::runtime_error("cannot read " + path_.string() + ": " + std::strerror(errno));
  try {
    if (!S_ISREG(status.st_mode))
      throw std::runtime_error("cannot read " + path_.string() + ": it is not a file");
    size_ = static_cast<std::uint64_t>(status.st_size);
    metadata_ = metadata_place();
    nodes_ = metadata_number("node_count");
    record_bits_ = static_cast<unsigned>(metadata_number("record_size"));
    const std::uint64_t version = metadata_number("ip_version");
    if (record_bits_ != 24 && record_bits_ != 28 && record_bits_ != 32)
      damaged("its tree has records of a size that is none");
    if (version != 4 && version != 6) damaged("it is of neither IPv4 nor IPv6");
    is_v6_ = version == 6;
    const std::uint64_t tree = nodes_ * (record_bits_ / 4);
    if (nodes_ == 0 || nodes_ > size_ || tree + kSeparator > metadata_)
      damaged("its tree is larger than the file");
    data_ = tree + kSeparator;
    data_end_ = metadata_ - kMark.size();
  } catch (...) {
    close(file_);
    throw;
  }
}

MmdbFile::~MmdbFile() { close(file_); }

void MmdbFile::damaged(const std::string& why) const {
  throw std::runtime_error(path_.string() + " is no MaxMind database, or a damaged one: " + why);
}

std::string MmdbFile::bytes(std::uint64_t place, std::size_t count) const {
  std::string read(count, '\0');
  for (std::size_t done = 0; done < count;) {
    const ssize_t some =
        pread(file_, read.data() + done, count - done, static_cast<off_t>(place + done));
    if (some < 0 && errno == EINTR) continue;
    if (some <= 0) damaged("it ends too soon");
    done += static_cast<std::size_t>(some);
  }
  return read;
}

std::uint64_t MmdbFile::number(std::uint64_t place, std::size_t count) const {
  std::uint64_t number = 0;
  for (const char c : bytes(place, count)) number = number << 8 | static_cast<std::uint8_t>(c);
  return number;
}

std::uint64_t MmdbFile::metadata_place() const {
  const std::uint64_t begin = size_ - std::min(size_, kMetadataWithin);
  const std::string tail = bytes(begin, static_cast<std::size_t>(size_ - begin));
  const std::size_t mark = tail.rfind(kMark);
  if (mark == std::string::npos) damaged("it has no metadata");
  return begin + mark + kMark.size();
}

std::uint64_t MmdbFile::metadata_number(std::string_view name) const {
  Reading reading(*this, metadata_, size_);
  const Value map = reading.at(metadata_);
  const auto place = map.type == kMap ? reading.member(map, name) : std::nullopt;
  if (place) {
    const Value value = reading.resolved(*place);
    if (value.is_number()) return reading.number(value);
  }
  damaged("its metadata lacks " + std::string(name));
}

std::uint64_t MmdbFile::child(std::uint64_t node, bool is_right) const {
  const std::size_t size = record_bits_ / 4;  // of a node, in bytes
  const std::string both = bytes(node * size, size);
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint64_t>(static_cast<std::uint8_t>(both[i]));
  };
  // Of 28 bits the middle byte has the highest four of either side.
  std::uint64_t record = record_bits_ != 28 ? 0 : is_right ? byte(3) & 15 : byte(3) >> 4;
  const std::size_t whole = record_bits_ / 8, first = is_right ? size - whole : 0;
  for (std::size_t i = 0; i < whole; ++i) record = record << 8 | byte(first + i);
  return record;
}

std::optional<std::uint64_t> MmdbFile::record_of(const IpAddress& address) const {
  constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  const bool is_v4 =
      address.is_v4 || std::equal(kMapped.begin(), kMapped.end(), address.bytes.begin());
  if (!is_v4 && !is_v6_) return std::nullopt;
  // A tree of IPv6 has IPv4 addresses behind 96 zeros.
  constexpr unsigned kBefore = 96, kBits = 128;
  std::uint64_t node = 0;
  for (unsigned bit = is_v4 && !is_v6_ ? kBefore : 0; bit < kBits; ++bit) {
    const bool is_zero = is_v4 && bit < kBefore;
    const bool is_one = !is_zero && (address.bytes[bit / 8] >> (7 - bit % 8) & 1) != 0;
    node = child(node, is_one);
    if (node == nodes_) return std::nullopt;
    if (node > nodes_) {
      const std::uint64_t place = data_ + (node - nodes_) - kSeparator;
      if (node - nodes_ < kSeparator || place >= data_end_)
        damaged("a network's record lies outside of the file");
      return place;
    }
  }
  damaged("its tree is deeper than an address");
}

std::optional<std::string> MmdbFile::text(std::uint64_t record,
                                          std::initializer_list<std::string_view> names) const {
  Reading reading(*this, data_, data_end_);
  std::uint64_t place = record;
  for (const std::string_view name : names) {
    const Value map = reading.resolved(place);
    if (map.type != kMap) return std::nullopt;
    const auto member = reading.member(map, name);
    if (!member) return std::nullopt;
    place = *member;
  }
  const Value value = reading.resolved(place);
  if (value.type == kText) return reading.text(value);
  if (value.is_number()) return std::to_string(reading.number(value));
  return std::nullopt;
}

}  // namespace sojourn
