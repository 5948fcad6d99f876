#include "parsers/text_encoding.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "parsers/byte_text.h"
#include "parsers/utf16.h"
#include "schema/ascii.h"

namespace sojourn {
namespace {

// What a declaration may name, and what iconv calls it. Only these: a name out of evidence chooses
// no converter of the system, some of which are stateful and some of which had faults.
struct CodePage {
  std::string_view declared;
  const char* converter;
};
constexpr CodePage kCodePages[] = {
    {"iso-8859-1", "CP1252"},  // what is called so is nearly always that
    {"latin1", "CP1252"},
    {"iso-8859-2", "ISO-8859-2"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso-8859-9", "ISO-8859-9"},
    {"iso-8859-15", "ISO-8859-15"},
    {"koi8-r", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"shift_jis", "CP932"},
    {"windows-31j", "CP932"},
    {"gb2312", "CP936"},
    {"gbk", "CP936"},
    {"big5", "CP950"},
    {"euc-kr", "CP949"},
    {"ks_c_5601-1987", "CP949"},
};
// These have many names: windows-1252, cp1252, ibm850, cp850, dos-850, 850.
constexpr std::string_view kPagePrefixes[] = {"windows-", "cp-", "cp",   "ibm-", "ibm", "dos-",
                                              "oem-",     "oem", "x-cp", "ms",   ""};
constexpr std::string_view kPageNumbers[] = {
    "437", "737",  "775",  "850",  "852",  "855",  "857",  "858",  "860",  "861",
    "862", "863",  "864",  "865",  "866",  "869",  "874",  "932",  "936",  "949",
    "950", "1250", "1251", "1252", "1253", "1254", "1255", "1256", "1257", "1258"};

// Empty where the name is none of those.
std::string converter_of(std::string_view declared) {
  for (const CodePage& page : kCodePages) {
    if (declared == page.declared) return page.converter;
  }
  for (const std::string_view prefix : kPagePrefixes) {
    if (!declared.starts_with(prefix)) continue;
    const std::string_view number = declared.substr(prefix.size());
    if (std::ranges::find(kPageNumbers, number) == std::end(kPageNumbers)) continue;
    return "CP" + std::string(number);
  }
  return {};
}

constexpr std::size_t kDeclarationEnds = 512;  // at the latest

// The name in <?xml … encoding="…"?>, in lower case; empty where there is none.
std::string declared_name(std::string_view head) {
  head = head.substr(0, kDeclarationEnds);
  const std::size_t begin = head.find("<?xml");
  // JSON may hold XML, whose declaration is not the file's.
  if (begin == std::string_view::npos || head.find_first_of("{[") < begin) return {};
  std::string_view declaration = head.substr(begin);
  declaration = declaration.substr(0, declaration.find("?>"));
  const std::size_t name = declaration.find("encoding");
  if (name == std::string_view::npos) return {};
  const std::size_t quote = declaration.find_first_of("\"'", name);
  if (quote == std::string_view::npos) return {};
  const std::size_t end = declaration.find(declaration[quote], quote + 1);
  if (end == std::string_view::npos) return {};
  return ascii_lower(declaration.substr(quote + 1, end - quote - 1));
}

// What a file that is none of UTF-16 may declare without meaning a code page. Programs that convert
// a file leave "utf-16" in it.
constexpr std::string_view kUtf8Names[] = {"",       "utf-8",   "utf8",     "us-ascii", "ascii",
                                           "utf-16", "unicode", "utf-16le", "utf-16be"};

std::size_t size_of_code_point(char lead) {
  const auto byte = static_cast<std::uint8_t>(lead);
  return byte < 0xC0 || byte > 0xF7 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

class Converter {
 public:
  Converter(const std::string& to, const std::string& from)
      : handle_(iconv_open(to.c_str(), from.c_str())) {}
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool is_open() const {
    // As iconv_open(3) says that it failed.
    // NOLINTNEXTLINE(performance-no-int-to-ptr)
    return handle_ != reinterpret_cast<iconv_t>(-1);
  }
  // As iconv(3); true where all was converted, and errno says what stopped it.
  bool convert(std::string_view& in, char*& out, std::size_t& left) {
    char* begin = const_cast<char*>(in.data());  // which iconv does not write to
    std::size_t size = in.size();
    const bool done = iconv(handle_, &begin, &size, &out, &left) != static_cast<std::size_t>(-1);
    in.remove_prefix(in.size() - size);
    return done;
  }

 private:
  iconv_t handle_;
};

}  // namespace

struct TextEncoding::Converters {
  explicit Converters(const std::string& page) : decode("UTF-8", page), encode(page, "UTF-8") {}
  Converter decode, encode;
};

TextEncoding::TextEncoding(Bytes head) {
  const auto begins_with = [&head](std::initializer_list<std::uint8_t> bytes) {
    return head.size() >= bytes.size() && std::equal(bytes.begin(), bytes.end(), head.begin());
  };
  if (begins_with({0xFF, 0xFE})) {
    form_ = Form::utf16_le;
    mark_ = 2;
  } else if (begins_with({0xFE, 0xFF})) {
    form_ = Form::utf16_be;
    mark_ = 2;
  } else if (begins_with({0xEF, 0xBB, 0xBF})) {
    mark_ = 3;
  } else if (begins_with({'<', 0}) || begins_with({'{', 0}) || begins_with({'[', 0})) {
    form_ = Form::utf16_le;
  } else if (begins_with({0, '<'}) || begins_with({0, '{'}) || begins_with({0, '['})) {
    form_ = Form::utf16_be;
  } else {
    take_declared(head);
  }
}

TextEncoding::~TextEncoding() = default;
TextEncoding::TextEncoding(TextEncoding&&) noexcept = default;
TextEncoding& TextEncoding::operator=(TextEncoding&&) noexcept = default;

void TextEncoding::take_declared(Bytes head) {
  const std::string name = declared_name(as_text(head));
  if (std::ranges::find(kUtf8Names, name) != std::end(kUtf8Names)) return;
  if (const std::string page = converter_of(name); !page.empty()) {
    converters_ = std::make_unique<Converters>(page);
    if (converters_->decode.is_open() && converters_->encode.is_open()) {
      form_ = Form::code_page;
      return;
    }
    converters_.reset();
  }
  issue_ = Issue{.what = "file",
                 .wanted = "an encoding that is known: UTF-8, UTF-16 or a code page of Windows",
                 .found = name.substr(0, 40) + ", read as UTF-8"};
}

std::size_t TextEncoding::decode_code_page(std::string& out, Bytes bytes) {
  std::string_view in = as_text(bytes);
  std::array<char, 4096> block;
  while (!in.empty()) {
    char* end = block.data();
    std::size_t left = block.size();
    const bool done = converters_->decode.convert(in, end, left);
    const int error = errno;
    out.append(block.data(), end);
    if (done || error == E2BIG) continue;
    if (error == EINVAL) break;  // half of a character
    out += kUndecodable;
    in.remove_prefix(1);
  }
  return bytes.size() - in.size();
}

std::size_t TextEncoding::decode(std::string& out, Bytes bytes) {
  switch (form_) {
    case Form::utf8:
      out.append(bytes.begin(), bytes.end());
      return bytes.size();
    case Form::utf16_le:
      return append_utf8_block(out, bytes, kUndecodable);
    case Form::utf16_be: {
      std::vector<std::uint8_t> swapped(bytes.begin(), bytes.end());
      for (std::size_t i = 0; i + 1 < swapped.size(); i += 2) std::swap(swapped[i], swapped[i + 1]);
      return append_utf8_block(out, swapped, kUndecodable);
    }
    case Form::code_page:
      return decode_code_page(out, bytes);
  }
  return bytes.size();
}

std::uint64_t TextEncoding::encoded_size(std::string_view utf8) {
  if (form_ == Form::utf8) return utf8.size();
  std::uint64_t size = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t width = size_of_code_point(utf8[at]);
    if (form_ != Form::code_page) {
      size += width == 4 ? 4 : 2;
    } else if (width == 1) {
      ++size;
    } else {
      std::array<char, 8> encoded;
      std::string_view in = utf8.substr(at, width);
      char* end = encoded.data();
      std::size_t left = encoded.size();
      size += converters_->encode.convert(in, end, left) ? encoded.size() - left : 1;
    }
    at += width;
  }
  return size;
}

void find_converters() { const Converter any("UTF-8", "UTF-16LE"); }

}  // namespace sojourn
