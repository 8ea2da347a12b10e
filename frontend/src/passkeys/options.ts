/** Knows how the server's options become the browser's, and the browser's credential becomes the server's JSON. */
import { fromBytes, toBytes } from "./encoding.ts";

interface DescriptorJson { type: "public-key"; id: string; transports?: AuthenticatorTransport[] }

export interface CreationJson {
  publicKey: Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> & {
    challenge: string;
    user: Omit<PublicKeyCredentialUserEntity, "id"> & { id: string };
    excludeCredentials?: DescriptorJson[];
  };
}

export interface RequestJson {
  publicKey: Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials"> & { challenge: string; allowCredentials?: DescriptorJson[] };
}

const descriptor = (json: DescriptorJson): PublicKeyCredentialDescriptor => ({ ...json, id: toBytes(json.id) });

/** `passwordless` null leaves the server's choice; true asks for a passkey that knows its owner; false for a plain security key. */
export function creationOptions(json: CreationJson, passwordless: boolean | null): CredentialCreationOptions {
  const { challenge, user, excludeCredentials = [], ...rest } = json.publicKey;
  const publicKey: PublicKeyCredentialCreationOptions = {
    ...rest, challenge: toBytes(challenge), user: { ...user, id: toBytes(user.id) }, excludeCredentials: excludeCredentials.map(descriptor),
  };
  if (passwordless !== null) publicKey.authenticatorSelection = selection(publicKey.authenticatorSelection, passwordless);
  return { publicKey };
}

function selection(given: AuthenticatorSelectionCriteria | undefined, passwordless: boolean): AuthenticatorSelectionCriteria {
  const chosen: AuthenticatorSelectionCriteria = { ...given, residentKey: passwordless ? "required" : "discouraged", requireResidentKey: passwordless };
  return passwordless ? { ...chosen, userVerification: "required" } : chosen;
}

export function requestOptions(json: RequestJson): CredentialRequestOptions {
  const { challenge, allowCredentials = [], ...rest } = json.publicKey;
  return { publicKey: { ...rest, challenge: toBytes(challenge), allowCredentials: allowCredentials.map(descriptor) } };
}

/** The JSON that allauth's forms read from their hidden field. */
export function credentialJson(credential: PublicKeyCredential): string {
  const { response } = credential;
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: fromBytes(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: response instanceof AuthenticatorAttestationResponse ? attestation(response) : assertion(response as AuthenticatorAssertionResponse),
  });
}

function attestation(response: AuthenticatorAttestationResponse): Record<string, unknown> {
  return { clientDataJSON: fromBytes(response.clientDataJSON), attestationObject: fromBytes(response.attestationObject), transports: response.getTransports?.() ?? [] };
}

function assertion(response: AuthenticatorAssertionResponse): Record<string, unknown> {
  return {
    clientDataJSON: fromBytes(response.clientDataJSON),
    authenticatorData: fromBytes(response.authenticatorData),
    signature: fromBytes(response.signature),
    userHandle: response.userHandle ? fromBytes(response.userHandle) : null,
  };
}
