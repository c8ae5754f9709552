import { expect, test } from "vitest";
import { TaskPulse } from "../../src/run/tasks/task-pulse.ts";

function lanes(count: number): TaskPulse[] {
  const memory = TaskPulse.memory(count);
  return Array.from({ length: count }, (_, lane) => new TaskPulse(memory, lane));
}

test("tells where a task is", () => {
  const [pulse] = lanes(1) as [TaskPulse];
  expect(pulse.isUnderWay).toBe(false);
  pulse.handOut();
  expect(pulse.isUnderWay).toBe(false);
  pulse.begin();
  expect([pulse.isUnderWay, pulse.place]).toEqual([true, undefined]);
  pulse.reads(3);
  expect(pulse.place).toEqual({ unit: 3, phase: "read" });
  pulse.composes(3);
  expect(pulse.place).toEqual({ unit: 3, phase: "compose" });
  pulse.writes();
  expect(pulse.place).toBeUndefined();
  pulse.end();
  expect(pulse.isUnderWay).toBe(false);
});

test("has another stamp for whatever moves, and for each task", () => {
  const [pulse] = lanes(1) as [TaskPulse];
  const stamps = [pulse.stamp];
  for (const step of [
    () => pulse.handOut(),
    () => pulse.begin(),
    () => pulse.reads(1),
    () => pulse.composes(1),
    () => pulse.beat(),
    () => pulse.handOut(),
  ]) {
    step();
    stamps.push(pulse.stamp);
  }
  expect(new Set(stamps).size).toBe(stamps.length);
});

test("is the lane's own", () => {
  const [one, two] = lanes(2) as [TaskPulse, TaskPulse];
  one.begin();
  one.taken(7);
  one.composes(1);
  expect([two.isUnderWay, two.threadId]).toEqual([false, 0]);
  expect(one.threadId).toBe(7);
});
