/** Knows the token that proves a request comes from our own page. */

export function csrfToken(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  return meta || document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value || "";
}
