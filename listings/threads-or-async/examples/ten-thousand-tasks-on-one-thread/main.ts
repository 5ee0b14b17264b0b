const doors = Promise.withResolvers<void>();
let inside = 0;

async function customer() {
  await doors.promise;
  inside++;
}

const queue = Array.from({ length: 10_000 }, customer);
console.log("tasks:", queue.length, "inside:", inside);

doors.resolve();
await Promise.all(queue);
console.log("inside:", inside);
