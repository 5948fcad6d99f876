#include "tests/simulation/evtx_writer.h"

#include <sstream>
#include <stdexcept>
#include <utility>

#include "tests/simulation/binary_value.h"
#include "tests/simulation/event_xml.h"

namespace sojourn::simulation {
namespace {

constexpr std::size_t file_header_size = 4096;

struct Extent {
  std::uint64_t chunks, next_record_id;
};

std::string file_header(const Extent& log) {
  std::string header("ElfFile\0", 8);
  append(header, std::uint64_t{0});  // the first chunk
  append(header, log.chunks - 1);
  append(header, log.next_record_id);
  append(header, std::uint32_t{128});
  append(header, std::uint16_t{1});  // version 3.1, the minor number first
  append(header, std::uint16_t{3});
  append(header, static_cast<std::uint16_t>(file_header_size));
  append(header, static_cast<std::uint16_t>(log.chunks));
  header.resize(124);  // the flags in the last four bytes say: neither in use nor full
  append(header, crc32_of(std::string_view(header).substr(0, 120)));
  header.resize(file_header_size);
  return header;
}

void append_record(Chunk& chunk, const LogRecord& record) {
  constexpr std::uint32_t signature = 0x00002a2a;
  constexpr std::uint32_t alignment = 8;
  const std::uint32_t begin = chunk.end();
  chunk.append(signature);
  chunk.append(std::uint32_t{0});
  chunk.append(record.record_id);
  chunk.append(filetime_of(record.time));
  append_event(chunk, record);
  while ((chunk.end() + 4) % alignment != 0) chunk.append(std::uint8_t{0});
  const std::uint32_t size = chunk.end() + 4 - begin;
  chunk.append(size);
  chunk.put(begin + 4, size);
}

}  // namespace

EvtxWriter::EvtxWriter(const std::filesystem::path& path)
    : file_(path, std::ios::binary | std::ios::trunc), out_(file_) {
  if (!file_) throw std::runtime_error("cannot write " + path.string());
  write(std::string(file_header_size, '\0'));
}

EvtxWriter::EvtxWriter(std::ostream& out) : out_(out) {
  write(std::string(file_header_size, '\0'));
}

void EvtxWriter::add(const LogRecord& record) {
  if (try_add(record)) return;
  if (!chunk_.empty()) {
    write_chunk();
    if (try_add(record)) return;
  }
  throw std::invalid_argument("the record is too long for a chunk of an event log");
}

bool EvtxWriter::try_add(const LogRecord& record) {
  const std::uint32_t begin = chunk_.end();
  try {
    append_record(chunk_, record);
  } catch (...) {
    chunk_.roll_back(begin);
    throw;
  }
  if (chunk_.end() > Chunk::size) {
    chunk_.roll_back(begin);
    return false;
  }
  chunk_.note_record(begin, {++records_, record.record_id});
  next_record_id_ = record.record_id + 1;
  return true;
}

void EvtxWriter::write_chunk() {
  // The file header counts the chunks in 16 bits.
  if (chunks_ == 0xffff) throw std::runtime_error("an event log ends at 65535 chunks");
  write(chunk_.finished());
  chunk_ = Chunk();
  ++chunks_;
}

void EvtxWriter::finish() {
  if (!chunk_.empty() || chunks_ == 0) write_chunk();
  out_.seekp(0);
  write(file_header({chunks_, next_record_id_}));
  out_.flush();
  if (!out_) throw std::runtime_error("cannot finish an event log");
}

void EvtxWriter::write(const std::string& bytes) {
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out_) throw std::runtime_error("cannot write an event log");
}

void write_evtx(const std::filesystem::path& path, const std::vector<LogRecord>& records) {
  EvtxWriter writer(path);
  for (const LogRecord& record : records) writer.add(record);
  writer.finish();
}

std::string evtx_bytes(const std::vector<LogRecord>& records) {
  std::ostringstream out(std::ios::binary);
  EvtxWriter writer(out);
  for (const LogRecord& record : records) writer.add(record);
  writer.finish();
  return std::move(out).str();
}

}  // namespace sojourn::simulation
