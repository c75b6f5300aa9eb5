export const secret = (env: NodeJS.ProcessEnv): string | undefined => env['SECRET_KEYS'];
