// Failures of a disk, for code that runs in the test's own process.
#pragma once

#include <cstdint>
#include <filesystem>

namespace sojourn::testing {

// As long as it lives, listing this folder fails after `names` names. One at a time.
class FailingListing {
 public:
  FailingListing(const std::filesystem::path& folder, int names);
  ~FailingListing();
  FailingListing(const FailingListing&) = delete;
  FailingListing& operator=(const FailingListing&) = delete;
};

// As long as it lives, reading this file fails from its byte `offset` on. One at a time; calls that
// go through its path count, those through a descriptor of another name do not.
class FailingRead {
 public:
  FailingRead(const std::filesystem::path& file, std::uint64_t offset);
  ~FailingRead();
  FailingRead(const FailingRead&) = delete;
  FailingRead& operator=(const FailingRead&) = delete;
};

// As long as it lives, reading this file from its byte `offset` on changes one of its bytes, once,
// as another program would that sets its time of modification back. One at a time.
class ChangeWhileRead {
 public:
  ChangeWhileRead(const std::filesystem::path& file, std::uint64_t offset);
  ~ChangeWhileRead();
  ChangeWhileRead(const ChangeWhileRead&) = delete;
  ChangeWhileRead& operator=(const ChangeWhileRead&) = delete;
};

}  // namespace sojourn::testing
