type Order = PromiseWithResolvers<string>;

async function kitchen(order: Order) {
  console.log("kitchen: waiting");
  console.log(`kitchen: cooking ${await order.promise}`);
}

async function waiter(order: Order) {
  console.log("waiter: taking the order");
  order.resolve("soup");
}

const order: Order = Promise.withResolvers();
await Promise.all([kitchen(order), waiter(order)]);
