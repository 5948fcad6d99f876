#include "parsers/containers/entry_pipe.h"

#include <algorithm>

#include "parsers/byte_text.h"
#include "parsers/evidence_form.h"

namespace sojourn {

void EntryWriter::hash(std::string_view stored) {
  pipe_.put(EntryFrame::hash);
  pipe_.put_text(stored, kLongestFault);
}

void EntryWriter::entry(const EntryFigures& figures, std::string_view name, Bytes head) {
  pipe_.put(EntryFrame::entry);
  pipe_.put(figures);
  pipe_.put_text(name, kLongestName);
  pipe_.put_text(as_text(head), kHeadOfForm);
  pipe_.flush_if_full();
}

void EntryWriter::bytes(Bytes piece) {
  while (!piece.empty()) {
    const std::size_t size = std::min<std::size_t>(piece.size(), kLongestPiece);
    pipe_.put(EntryFrame::bytes);
    pipe_.put_text(as_text(piece.first(size)), kLongestPiece);
    pipe_.flush_if_full();
    piece = piece.subspan(size);
  }
}

void EntryWriter::end() {
  pipe_.put(EntryFrame::end);
  pipe_.flush_if_full();
}

void EntryWriter::fault(ContainerFault::Kind kind, std::string_view found) {
  pipe_.put(EntryFrame::fault);
  pipe_.put(kind);
  pipe_.put_text(found, kLongestFault);
  pipe_.flush_if_full();
}

void EntryWriter::finish() {
  pipe_.put(EntryFrame::finish);
  pipe_.flush();
}

}  // namespace sojourn
