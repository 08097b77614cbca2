import { SidecardCard, SidecardProvider } from '@sidecard/react';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { client } from './shop';

interface Message {
  readonly id: string;
  readonly text?: string;
  readonly card?: unknown;
}

function Chat() {
  const [messages, setMessages] = useState<readonly Message[]>([]);
  useEffect(() => {
    // Each message arrives once or more, always with the same id.
    const post = (message: Message) =>
      setMessages((all) => (all.some(({ id }) => id === message.id) ? all : [...all, message]));
    const stops = [
      client.cards.subscribe(({ messageId, message }) => post({ id: messageId, card: message })),
      client.replies.subscribe(({ messageId, text }) => post({ id: messageId, text })),
    ];
    return () => stops.forEach((stop) => stop());
  }, []);
  return (
    <SidecardProvider client={client}>
      <ul>
        {messages.map(({ id, text, card }) => (
          <li key={id}>{card === undefined ? text : <SidecardCard message={card} />}</li>
        ))}
      </ul>
    </SidecardProvider>
  );
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Chat />
  </StrictMode>,
);
