// The memory of a process, as src/memory.rs reads it.

import { readFileSync } from "node:fs";

/** The most bytes of this process that ever lay in physical memory.
 *
 * Linux hands `maxRSS` on from the program that started this one; `VmHWM`
 * counts from the start of Node, and is what is read in Rust. */
export function peak(): number {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS * 1024;
  const status = readFileSync("/proc/self/status", "utf8");
  const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  if (kibibytes === undefined) throw new Error("/proc/self/status has no VmHWM; Linux counts memory");
  return Number(kibibytes) * 1024;
}
