// What the Workers of pool.ts can be asked for.

import assert from "node:assert/strict";
import { parentPort } from "node:worker_threads";
import { count } from "./count.ts";
import { changed } from "./turn.ts";

const port = parentPort;
assert(port !== null, "this file is for a Worker");

let received = 0;

port.on("message", (message: unknown) => {
  // Messages that come in great numbers have no name.
  if (message instanceof Uint8Array) {
    const transferred = message[0] === 2;
    port.postMessage(message, transferred ? [message.buffer as ArrayBuffer] : []);
    return;
  }
  if (Array.isArray(message)) {
    port.postMessage(message);
    return;
  }
  if (typeof message === "number") {
    received += message;
    return;
  }
  const request = message as {
    do: string;
    text: string;
    start: Int32Array;
    counter: Int32Array;
    bytes: Uint8Array;
    turn: Int32Array;
    times: number;
    ms: number;
  };
  switch (request.do) {
    case "total": {
      port.postMessage(received);
      received = 0;
      return;
    }
    case "words": {
      port.postMessage(count(request.text));
      return;
    }
    case "add": {
      const { start, counter, times } = request;
      Atomics.add(start, 1, 1); // one more is there
      Atomics.notify(start, 1);
      changed(start, 0, 0);
      for (let done = 0; done < times; done += 1) Atomics.add(counter, 0, 1);
      port.postMessage("added");
      return;
    }
    case "turns": {
      const { bytes, turn, times } = request;
      // Turn 1 tells that this thread is there, and then what it has answered.
      Atomics.store(turn, 1, 1);
      Atomics.notify(turn, 1);
      for (let trip = 1; trip <= times; trip += 1) {
        changed(turn, 0, trip - 1);
        assert.equal(bytes[0], trip % 256);
        Atomics.store(turn, 1, trip + 1);
        Atomics.notify(turn, 1);
      }
      port.postMessage("turns taken");
      return;
    }
    case "compute": {
      const end = performance.now() + request.ms;
      while (performance.now() < end);
      port.postMessage("computed");
      return;
    }
    default:
      throw new Error(`nobody can do ${request.do}`);
  }
});
port.postMessage("ready");
