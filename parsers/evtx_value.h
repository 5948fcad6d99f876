// A value of a record: where its bytes are, and what they say as text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "parsers/byte_cursor.h"
#include "schema/guid.h"
#include "schema/time.h"

namespace sojourn {

// Types of values in binary XML ([MS-EVEN6] 2.2.12). An array has kArray set beside the type of its
// elements.
enum class ValueType : std::uint8_t {
  null = 0x00,
  string = 0x01,
  ansi_string = 0x02,
  int8 = 0x03,
  uint8 = 0x04,
  int16 = 0x05,
  uint16 = 0x06,
  int32 = 0x07,
  uint32 = 0x08,
  int64 = 0x09,
  uint64 = 0x0A,
  real32 = 0x0B,
  real64 = 0x0C,
  boolean = 0x0D,
  binary = 0x0E,
  guid = 0x0F,
  size = 0x10,
  filetime = 0x11,
  systemtime = 0x12,
  sid = 0x13,
  hex32 = 0x14,
  hex64 = 0x15,
  binary_xml = 0x21,
  xml = 0x23,
};
inline constexpr std::uint8_t kArray = 0x80;

struct EvtxValue {
  std::uint8_t type = 0;
  std::uint32_t offset = 0;  // in the chunk
  std::uint16_t size = 0;    // bytes
};

// Empty where the value reaches beyond the chunk.
inline Bytes bytes_of(Bytes chunk, const EvtxValue& value) {
  return ByteCursor(chunk, value.offset).take_bytes(value.size);
}

// Appends the value as Windows renders it: GUIDs in braces and upper case, times as
// "2020-09-19T03:21:48.8910000Z", hexadecimal unpadded. Of an array the first element. Nothing for
// bytes that are no such value.
void append_text(std::string& out, Bytes chunk, const EvtxValue& value);

// The value of the types that are whole numbers, up to 64 bits; signed ones only when not negative.
std::optional<std::uint64_t> whole_number(Bytes chunk, const EvtxValue& value);

// The value of the type that is a GUID.
std::optional<Guid> guid_of(Bytes chunk, const EvtxValue& value);

}  // namespace sojourn
