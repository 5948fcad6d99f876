// What the child tells of a disk image: entries, numbered through all of its volumes.
#pragma once

#include <cstdint>
#include <string_view>

#include "parsers/containers/container_entry.h"
#include "parsers/containers/entry_pipe.h"

namespace sojourn {

class ImageAnswer {
 public:
  ImageAnswer(const ContainerRequest& request, int pipe) : request_(request), out_(pipe) {}

  const ContainerRequest& request() const { return request_; }
  EntryWriter& out() { return out_; }

  // For the next file, which has number() from then on: whether it is to be told of.
  bool takes_next() {
    number_ = next_++;
    if (request_.wanted) {
      if (is_over() || (*request_.wanted)[wanted_] != number_) return false;
      ++wanted_;
    } else if (number_ >= request_.most_entries) {
      if (!is_full_) out_.fault(ContainerFault::Kind::entries, "more entries");
      is_full_ = true;
      return false;
    }
    return true;
  }
  std::uint64_t number() const { return number_; }

  // No further file is to be told of.
  bool is_over() const {
    return is_full_ || (request_.wanted && wanted_ == request_.wanted->size());
  }

  // Tells of a part of the image that cannot be read.
  void lack(std::string_view part, ContainerFault::Kind kind, std::string_view found) {
    is_told_ = true;
    if (request_.wanted) {
      ++next_;
    } else if (takes_next()) {
      out_.entry({.number = number_}, part, {});
      out_.fault(kind, found);
    }
  }
  // Whether of one such part was told.
  bool has_told() const { return is_told_; }

 private:
  const ContainerRequest& request_;
  EntryWriter out_;
  std::uint64_t next_ = 0, number_ = 0;
  std::size_t wanted_ = 0;  // those of request_.wanted that were met
  bool is_full_ = false;    // there are more than request_.most_entries
  bool is_told_ = false;
};

}  // namespace sojourn
