async function placeOrder(item: string): Promise<string> {
  console.log(`placing ${item}`);
  return `${item} ordered`;
}

const tea = placeOrder("tea"); // runs now
const cake = placeOrder("cake"); // runs too, awaited or not
console.log("nothing awaited yet");

console.log(await tea);
void cake;
