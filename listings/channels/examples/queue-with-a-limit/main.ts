import { Writable } from "node:stream";

const encoder = new Writable({
  objectMode: true,
  highWaterMark: 2,
  write(frame, _encoding, done) {
    console.log(`frame ${frame}: encoded`);
    setImmediate(done); // stands for the work
  },
});

for (const frame of [1, 2, 3]) {
  const room = encoder.write(frame);
  console.log(`frame ${frame}: room for more: ${room}`);
}
// The signal was ignored, and nothing stopped us
encoder.end();
