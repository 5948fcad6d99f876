#include "parsers/evtx_value.h"

#include <array>
#include <charconv>
#include <cstring>

#include "parsers/utf16.h"

namespace sojourn {
namespace {

template <class Number>
void append_number(std::string& out, Number number, int base = 10) {
  std::array<char, 24> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number, base).ptr;
  out.append(text.data(), end);
}

template <class Real>
void append_real(std::string& out, Bytes bytes) {
  Real real{};
  std::memcpy(&real, bytes.data(), sizeof real);
  std::array<char, 32> text;
  out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), real).ptr);
}

void append_hex(std::string& out, Bytes bytes) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  for (const std::uint8_t byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
}

// The first three parts of a GUID are little-endian numbers, the rest bytes in order.
Guid guid_in(Bytes bytes) {
  constexpr std::array<std::size_t, 16> kOrder = {3, 2, 1,  0,  5,  4,  7,  6,
                                                  8, 9, 10, 11, 12, 13, 14, 15};
  Guid guid;
  for (std::size_t i = 0; i < kOrder.size(); ++i) guid.bytes[i] = bytes[kOrder[i]];
  return guid;
}

// Revision, count of sub-authorities, the authority in six bytes big-endian, sub-authorities.
void append_sid(std::string& out, Bytes sid) {
  ByteCursor cursor(sid);
  const auto revision = cursor.take<std::uint8_t>();
  const auto count = cursor.take<std::uint8_t>();
  std::uint64_t authority = 0;
  for (int i = 0; i < 6; ++i) authority = authority << 8 | cursor.take<std::uint8_t>();
  if (cursor.failed() || cursor.left() < std::size_t{4} * count) return;
  out += "S-";
  append_number(out, unsigned{revision});
  out += '-';
  append_number(out, authority);
  for (unsigned i = 0; i < count; ++i) {
    out += '-';
    append_number(out, cursor.take<std::uint32_t>());
  }
}

void append_systemtime(std::string& out, Bytes bytes) {
  ByteCursor cursor(bytes);
  std::array<std::uint16_t, 8>
      part{};  // year, month, weekday, day, hour, minute, second, millisecond
  for (auto& number : part) number = cursor.take<std::uint16_t>();
  const auto two = [](unsigned number) {
    return std::string{static_cast<char>('0' + number / 10 % 10),
                       static_cast<char>('0' + number % 10)};
  };
  const std::string text = two(part[0] / 100U) + two(part[0] % 100U) + '-' + two(part[1]) + '-' +
                           two(part[3]) + 'T' + two(part[4]) + ':' + two(part[5]) + ':' +
                           two(part[6]) + '.' + static_cast<char>('0' + part[7] / 100 % 10) +
                           two(part[7] % 100U) + 'Z';
  if (const auto time = parse_time(text)) out += format_time(*time);
}

// How many bytes a value of the type has; 0 for those of any size.
std::size_t size_of(ValueType type) {
  switch (type) {
    case ValueType::int8:
    case ValueType::uint8:
      return 1;
    case ValueType::int16:
    case ValueType::uint16:
      return 2;
    case ValueType::int32:
    case ValueType::uint32:
    case ValueType::real32:
    case ValueType::boolean:
    case ValueType::hex32:
      return 4;
    case ValueType::int64:
    case ValueType::uint64:
    case ValueType::real64:
    case ValueType::filetime:
    case ValueType::hex64:
      return 8;
    case ValueType::guid:
    case ValueType::systemtime:
      return 16;
    case ValueType::null:
    case ValueType::string:
    case ValueType::ansi_string:
    case ValueType::binary:
    case ValueType::size:
    case ValueType::sid:
    case ValueType::binary_xml:
    case ValueType::xml:
      return 0;
  }
  return 0;
}

std::uint64_t little_endian(Bytes bytes) {
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), bytes.size());
  return number;
}

std::int64_t sign_extended(Bytes bytes) {
  const auto shift = 64 - 8 * bytes.size();
  return static_cast<std::int64_t>(little_endian(bytes) << shift) >> shift;
}

void append_one(std::string& out, ValueType type, Bytes bytes) {
  const std::size_t wanted = size_of(type);
  if (bytes.size() < wanted) return;
  if (wanted != 0) bytes = bytes.first(wanted);
  switch (type) {
    case ValueType::null:
    case ValueType::binary_xml:
      return;
    case ValueType::string:
    case ValueType::xml:
      return append_utf8(out, bytes);
    case ValueType::ansi_string:
      for (const std::uint8_t byte : bytes) {
        if (byte == 0) return;
        append_code_point(out, byte);
      }
      return;
    case ValueType::int8:
    case ValueType::int16:
    case ValueType::int32:
    case ValueType::int64:
      return append_number(out, sign_extended(bytes));
    case ValueType::uint8:
    case ValueType::uint16:
    case ValueType::uint32:
    case ValueType::uint64:
      return append_number(out, little_endian(bytes));
    case ValueType::real32:
      return append_real<float>(out, bytes);
    case ValueType::real64:
      return append_real<double>(out, bytes);
    case ValueType::boolean:
      out += little_endian(bytes) != 0 ? "true" : "false";
      return;
    case ValueType::binary:
      return append_hex(out, bytes);
    case ValueType::guid:
      out += '{' + guid_text(guid_in(bytes)) + '}';
      return;
    case ValueType::size:
    case ValueType::hex32:
    case ValueType::hex64:
      if (bytes.empty() || bytes.size() > 8) return;
      out += "0x";
      return append_number(out, little_endian(bytes), 16);
    case ValueType::filetime:
      if (const auto time = from_filetime(little_endian(bytes))) out += format_time(*time);
      return;
    case ValueType::systemtime:
      return append_systemtime(out, bytes);
    case ValueType::sid:
      return append_sid(out, bytes);
  }
}

}  // namespace

void append_text(std::string& out, Bytes chunk, const EvtxValue& value) {
  const Bytes bytes = bytes_of(chunk, value);
  append_one(out, static_cast<ValueType>(value.type & ~kArray), bytes);
}

std::optional<std::uint64_t> whole_number(Bytes chunk, const EvtxValue& value) {
  const Bytes bytes = bytes_of(chunk, value);
  const auto type = static_cast<ValueType>(value.type);
  const std::size_t size = type == ValueType::size ? bytes.size() : size_of(type);
  if (size == 0 || size > 8 || bytes.size() < size) return std::nullopt;
  switch (type) {
    case ValueType::uint8:
    case ValueType::uint16:
    case ValueType::uint32:
    case ValueType::uint64:
    case ValueType::size:
    case ValueType::hex32:
    case ValueType::hex64:
      return little_endian(bytes.first(size));
    case ValueType::int8:
    case ValueType::int16:
    case ValueType::int32:
    case ValueType::int64: {
      const std::int64_t number = sign_extended(bytes.first(size));
      if (number < 0) return std::nullopt;
      return static_cast<std::uint64_t>(number);
    }
    default:
      return std::nullopt;
  }
}

std::optional<Guid> guid_of(Bytes chunk, const EvtxValue& value) {
  const Bytes bytes = bytes_of(chunk, value);
  if (value.type != static_cast<std::uint8_t>(ValueType::guid) || bytes.size() < 16)
    return std::nullopt;
  return guid_in(bytes);
}

}  // namespace sojourn
