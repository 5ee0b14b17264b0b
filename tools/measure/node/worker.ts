// What the Workers of pool.ts can be asked for.

import assert from "node:assert/strict";
import { parentPort } from "node:worker_threads";
import { count } from "./count.ts";

const port = parentPort;
assert(port !== null, "this file is for a Worker");

let received = 0;

port.on("message", (message: unknown) => {
  // Messages that come in great numbers have no name.
  if (message instanceof Uint8Array) {
    const shared = message.buffer instanceof SharedArrayBuffer;
    const transferred = message[0] === 2;
    assert(message[0] !== 0);
    port.postMessage(message, transferred && !shared ? [message.buffer as ArrayBuffer] : []);
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
      Atomics.wait(start, 0, 0);
      for (let done = 0; done < times; done += 1) Atomics.add(counter, 0, 1);
      port.postMessage("added");
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
