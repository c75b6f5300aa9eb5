// A test process whose run was killed would go on to the end of its test, and its processes with it.
process.once('disconnect', () => process.exit(1));
