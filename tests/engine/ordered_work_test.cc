// Tasks done by several threads and taken in order.
#include "engine/ordered_work.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

namespace sojourn {
namespace {

std::vector<std::size_t> taken(OrderedWork<std::size_t>& work) {
  std::vector<std::size_t> all;
  while (const auto result = work.next()) all.push_back(*result);
  return all;
}

const std::vector<std::size_t> kInOrder = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

TEST(OrderedWork, ResultsComeInTheOrderOfTheTasksHoweverLongEachTakes) {
  for (const std::size_t threads : {1U, 2U, 7U, 50U}) {
    OrderedWork<std::size_t> work(
        {.count = 10,
         .work =
             [](std::size_t place) {
               const auto late = place % 3 == 0 ? 3 : 0;
               std::this_thread::sleep_for(std::chrono::milliseconds{late});
               return place;
             },
         .weight = [](std::size_t) { return 1; },
         .most = 4},
        threads);
    EXPECT_EQ(taken(work), kInOrder) << threads << " threads";
  }
}

TEST(OrderedWork, NoMoreResultsAreThereThanMayWeighTogether) {
  std::atomic<int> there = 0, most = 0;
  struct Counted {
    explicit Counted(std::atomic<int>& counter) : count(&counter) {}
    std::atomic<int>* count;
  };
  OrderedWork<Counted> work({.count = 40,
                             .work =
                                 [&](std::size_t) {
                                   const int now = ++there;
                                   for (int seen = most; now > seen;) {
                                     if (most.compare_exchange_weak(seen, now)) break;
                                   }
                                   return Counted(there);
                                 },
                             .weight = [](std::size_t) { return 10; },
                             .most = 35},
                            8);
  for (auto result = work.next(); result; result = work.next()) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
    --there;  // given back by the next call
  }
  EXPECT_GE(most, 1);
  EXPECT_LE(most, 3);
}

TEST(OrderedWork, ATaskThatIsHeavierThanWhatMayBeThereIsDoneAlone) {
  OrderedWork<std::size_t> work({.count = 10,
                                 .work = [](std::size_t place) { return place; },
                                 .weight = [](std::size_t place) { return place == 4 ? 1000 : 1; },
                                 .most = 2},
                                3);
  EXPECT_EQ(taken(work), kInOrder);
}

TEST(OrderedWork, WhatATaskThrowsIsThrownToWhoTakesIt) {
  for (const std::size_t threads : {1U, 3U}) {
    OrderedWork<std::size_t> work({.count = 10,
                                   .work = [](std::size_t place) -> std::size_t {
                                     if (place == 5) throw std::runtime_error("full");
                                     return place;
                                   },
                                   .weight = [](std::size_t) { return 1; },
                                   .most = 4},
                                  threads);
    EXPECT_THROW(taken(work), std::runtime_error) << threads << " threads";
  }
}

TEST(OrderedWork, WhatNobodyTakesIsLeft) {
  OrderedWork<std::size_t> work({.count = 10,
                                 .work = [](std::size_t place) { return place; },
                                 .weight = [](std::size_t) { return 1; },
                                 .most = 4},
                                3);
  EXPECT_EQ(work.next(), 0U);
}

}  // namespace
}  // namespace sojourn
