let paid = false;

setTimeout(() => {
  paid = true; // needs the thread that spins below
}, 0);

console.log("waiting for the payment");
while (!paid) {
  // This loop never gives the event loop its turn.
}
console.log("paid");
