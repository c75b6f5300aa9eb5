declare function send(): Promise<void>;

export async function step(): Promise<void> {
  await send();
}
