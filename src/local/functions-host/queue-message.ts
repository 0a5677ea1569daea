import type { DequeuedMessageItem } from "@azure/storage-queue";
import type { TypedData } from "./core-module.ts";
import type { QueueSettings } from "./host-settings.ts";

/** The body of a message; null when it is not in the encoding that host.json promises. */
export function messageBody(messageText: string, encoding: QueueSettings["messageEncoding"]): Buffer | null {
  if (encoding === "none") return Buffer.from(messageText);
  const packed = messageText.replaceAll(/\s/g, "");
  const isBase64 = packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
  return isBase64 ? Buffer.from(packed, "base64") : null;
}

/** What goes to the handler. The library itself reads text as JSON where it can, so "42" arrives as a number. */
export function messageData(body: Buffer, isBinary: boolean): TypedData {
  return isBinary ? { bytes: body } : { string: body.toString("utf8") };
}

/**
 * The trigger metadata of a message: its own properties, and the members of a JSON object. A member takes the place of a
 * property with its name, whatever the case: `id` in the body hides the id of the message.
 */
export function messageMetadata(message: DequeuedMessageItem, body: Buffer): Record<string, TypedData> {
  const text = body.toString("utf8");
  const metadata = new Map<string, [string, TypedData]>();
  const set = (name: string, data: TypedData): void => void metadata.set(name.toLowerCase(), [name, data]);

  set("QueueTrigger", { string: text });
  set("DequeueCount", { int: message.dequeueCount });
  set("ExpirationTime", instant(message.expiresOn));
  set("Id", { string: message.messageId });
  set("InsertionTime", instant(message.insertedOn));
  set("NextVisibleTime", instant(message.nextVisibleOn));
  set("PopReceipt", { string: message.popReceipt });
  for (const [name, value] of Object.entries(objectOf(text))) {
    const data = memberData(value);
    if (data) set(name, data);
  }
  return Object.fromEntries(metadata.values());
}

function instant(date: Date): TypedData {
  return { json: JSON.stringify(date) };
}

function memberData(value: unknown): TypedData | null {
  if (value === null || Array.isArray(value)) return null;
  if (typeof value === "object") return { json: JSON.stringify(value) };
  // .NET writes a truth value with a capital.
  if (typeof value === "boolean") return { string: value ? "True" : "False" };
  return { string: typeof value === "string" ? value : JSON.stringify(value) };
}

function objectOf(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
