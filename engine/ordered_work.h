// Tasks in the hands of several threads, whose results are taken in the order of the tasks.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace sojourn {

template <class Result>
class OrderedWork {
 public:
  struct Tasks {
    std::size_t count = 0;
    std::function<Result(std::size_t)> work;  // called by several threads
    // What the results that are there at a time may weigh together; one is always made.
    std::function<std::uint64_t(std::size_t)> weight;
    std::uint64_t most = 0;
  };

  // With one thread, each task is done when it is its turn, by who takes it.
  OrderedWork(Tasks tasks, std::size_t threads) : tasks_(std::move(tasks)), done_(tasks_.count) {
    threads = std::min(threads, tasks_.count);
    if (threads < 2) return;
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) {
      try {
        threads_.emplace_back([this] { run(); });
      } catch (const std::exception&) {  // of threads, or of memory for one: fewer do it, too
        break;
      }
    }
  }

  ~OrderedWork() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  OrderedWork(const OrderedWork&) = delete;
  OrderedWork& operator=(const OrderedWork&) = delete;

  // Nothing after the last. The one before counts as there until this is called. Throws what a
  // thread threw.
  std::optional<Result> next() {
    std::unique_lock lock(mutex_);
    if (taken_ > 0) weight_ -= std::exchange(in_hand_, 0);
    changed_.notify_all();
    if (taken_ == tasks_.count) return std::nullopt;
    if (threads_.empty()) return tasks_.work(taken_++);
    changed_.wait(lock, [this] { return done_[taken_].has_value() || error_ != nullptr; });
    if (error_ != nullptr) std::rethrow_exception(error_);
    Result result = *std::exchange(done_[taken_], std::nullopt);
    in_hand_ = tasks_.weight(taken_++);
    return result;
  }

 private:
  void run() {
    try {
      while (const auto mine = claim()) {
        Result result = tasks_.work(*mine);
        const std::lock_guard lock(mutex_);
        done_[*mine] = std::move(result);
        changed_.notify_all();
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      error_ = std::current_exception();
      changed_.notify_all();
    }
  }

  std::optional<std::size_t> claim() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] {
      return stop_ || claimed_ == tasks_.count || weight_ == 0 ||
             weight_ + tasks_.weight(claimed_) <= tasks_.most;
    });
    if (stop_ || claimed_ == tasks_.count) return std::nullopt;
    weight_ += tasks_.weight(claimed_);
    return claimed_++;
  }

  const Tasks tasks_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::optional<Result>> done_;  // by task, until they are taken
  std::size_t claimed_ = 0, taken_ = 0;
  std::uint64_t weight_ = 0, in_hand_ = 0;  // of what is claimed and not given back; of the last
  bool stop_ = false;
  std::exception_ptr error_;
  std::vector<std::thread> threads_;
};

}  // namespace sojourn
