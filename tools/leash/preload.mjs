// @ts-check
// Loaded into a Node child with --import. The child ends when the process that started it is gone, however that died:
// the channel between them closes. SIGTERM first, so that it stops as it always does.
const GRACE_MS = 40_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), GRACE_MS).unref();
});
process.channel?.unref();
