// When the server says that it is too much at once (429): wait for as long as it asks, and do it again.

export const TOO_MANY = 429;

// Retry-After in seconds; a minute where it is missing.
export function waitMs(retryAfter) {
  return Math.max(Number(retryAfter) || 60, 1) * 1000;
}

export function when(ms) {
  return ms <= 60000 ? "in a moment" : `in about ${Math.ceil(ms / 60000)} minutes`;
}

// As fetch; `hear(ms)` is told of every wait.
export async function patientFetch(address, options, hear) {
  for (;;) {
    const answer = await fetch(address, options);
    if (answer.status !== TOO_MANY) return answer;
    const ms = waitMs(answer.headers.get("Retry-After"));
    hear(ms);
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
