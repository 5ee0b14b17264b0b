/** Waits until a number in shared memory is no longer `before`. A loop, since
 * whoever changes it may notify when the other has seen it long ago and waits
 * for the next change.
 *
 * @throws {Error} if nothing happens for ten seconds: the other side has failed,
 * and an event that says so cannot be heard here.
 */
export function changed(turn: Int32Array, index: number, before: number): void {
  while (Atomics.load(turn, index) === before) {
    if (Atomics.wait(turn, index, before, 10_000) === "timed-out") throw new Error("the other thread takes no turn");
  }
}
