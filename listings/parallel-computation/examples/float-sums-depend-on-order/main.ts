const sum = (fees: number[]) => fees.reduce((a, b) => a + b);

const fees = Array.from({ length: 10 }, () => 0.1); // dollars
const halves = [sum(fees.slice(0, 5)), sum(fees.slice(5))];

console.log("in turn:  ", sum(fees));
console.log("in halves:", sum(halves));

const cents = fees.map((fee) => Math.round(fee * 100));
console.log("in cents: ", sum(cents));
