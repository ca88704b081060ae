// Standard output, with its errors.
#pragma once

#include <string_view>

namespace trunklift {

// Throws BrokenPipe when the reader is gone, Error for any other failure.
void write_output(std::string_view text);

// Flushes stdout and std::cout; throws as write_output does, also for what
// failed before without anybody looking.
void finish_output();

// What is still to be written is dropped, and that nobody took it forgotten.
void abandon_output();

// File descriptors 0 to 2 are open afterwards: were one free, the next file
// (a database, say) would get it, and messages would be written into it.
void reserve_standard_streams();

}  // namespace trunklift
