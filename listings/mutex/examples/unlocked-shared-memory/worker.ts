import { workerData } from "node:worker_threads";

type Counts = { sold: Int32Array; gate: Int32Array };

const { sold, gate } = workerData as Counts;

// Start gate: whoever comes first sleeps until both are here
Atomics.add(gate, 0, 1);
Atomics.notify(gate, 0);
while (Atomics.load(gate, 0) < 2) Atomics.wait(gate, 0, 1);

for (let sale = 0; sale < 1_000_000; sale++) {
  const seen = sold[0] ?? 0;
  sold[0] = seen + 1; // the other Worker may write in between
}
