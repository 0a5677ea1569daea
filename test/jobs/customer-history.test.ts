import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import { historyOfCustomer } from "../../src/jobs/customer-history.ts";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { customerId as strangerId } from "../support/make.ts";
import { runNight } from "../support/run-night.ts";

const NIGHT = Day.parse("2026-11-24");
const nightAfter = (days: number) => addDays(NIGHT, days);

describe("of a customer of two published nights, three days apart, and a backfilled day before them", () => {
  let laptop: Laptop;
  let customerId: CustomerId;
  beforeAll(async () => {
    laptop = await startLaptop(NIGHT, {}, { customers: 1 });
    customerId = CustomerId.parse(laptop.microsoft.portfolio.named("plain").id);
    await runNight(laptop.environment, NIGHT);
    await runNight(laptop.environment, nightAfter(3));
    await laptop.environment.backfills.keep(customerId, [{ day: nightAfter(-4), any: 3, workloads: { teams: 3 } }]);
  });
  afterAll(() => laptop.stop());

  const historyBetween = (first: number, last: number, id = customerId) =>
    historyOfCustomer(laptop.environment, id, { from: nightAfter(first), to: nightAfter(last) });

  test("the history ends on the published night, and holds no future", async () => {
    const asked = await historyBetween(-9, 40);
    expect(asked).toMatchObject({ from: nightAfter(-9), to: nightAfter(3), missing: [nightAfter(1), nightAfter(2)] });
    expect(asked.value.map(({ night }) => night)).toEqual([NIGHT, nightAfter(3)]);
    const whole = await historyOfCustomer(laptop.environment, customerId, { from: null, to: null });
    expect(whole).toEqual({ ...asked, from: nightAfter(-392) });
  });

  test("a gap is one in whatever window it is asked for, and no window has one before the first night", async () => {
    expect(await historyBetween(2, 3)).toMatchObject({ missing: [nightAfter(2)] });
    expect(await historyBetween(2, 2)).toMatchObject({ to: nightAfter(2), value: [], missing: [nightAfter(2)] });
    expect(await historyBetween(-9, -1)).toMatchObject({ missing: [] });
  });

  test("a time before the first night has the backfilled days, or nothing, and is still the customer's", async () => {
    const daily = [{ day: nightAfter(-4), any: 3, workloads: { teams: 3 }, from: "backfill" }];
    expect(await historyBetween(-9, -3)).toMatchObject({ value: [], missing: [], daily });
    expect(await historyBetween(-99, -90)).toMatchObject({ value: [], missing: [], daily: [] });
  });

  test("whom a backfill alone knows has a history, and whom neither knows has none", async () => {
    await laptop.environment.backfills.open(strangerId(1), NIGHT);
    expect(await historyBetween(-9, 3, strangerId(1))).toMatchObject({ value: [], missing: [], daily: [] });
    await expect(historyBetween(-9, 3, strangerId(2))).rejects.toMatchObject({ code: "customer_not_found" });
  });

  test.each([
    ["before it begins", 2, 1],
    ["after the published night", 4, 40],
    ["beyond three years", -1_094, 3],
  ])("a time that ends or lies %s is refused", async (_, first, last) => {
    await expect(historyBetween(first, last)).rejects.toMatchObject({ code: "invalid_request" });
  });
});
