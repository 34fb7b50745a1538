<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AccessDialog</name>
    <message>
        <source>Being checked …</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Check and keep</source>
        <translation>Prüfen und übernehmen</translation>
    </message>
    <message>
        <source>Settings and keys of {account}</source>
        <translation>Einstellungen und Schlüssel von {account}</translation>
    </message>
    <message>
        <source>Show all settings and keys</source>
        <translation>Alle Einstellungen und Schlüssel zeigen</translation>
    </message>
    <message>
        <source>Sign in to {account} again</source>
        <translation>Bei {account} neu anmelden</translation>
    </message>
    <message>
        <source>The present keys are being tried …</source>
        <translation>Die jetzigen Schlüssel werden ausprobiert …</translation>
    </message>
    <message>
        <source>What is entered is tried first, and kept only once the channel lets it in.</source>
        <translation>Die Eingabe wird zuerst ausprobiert und nur übernommen, wenn der Verkaufskanal sie annimmt.</translation>
    </message>
</context>
<context>
    <name>AccountCard</name>
    <message numerus="yes">
        <source>%n record(s) could not be read …</source>
        <translation>
            <numerusform>%n Datensatz nicht lesbar …</numerusform>
            <numerusform>%n Datensätze nicht lesbar …</numerusform>
        </translation>
    </message>
    <message>
        <source>Fetch now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Hold back everything written to {account}</source>
        <translation>Alles Schreiben an {account} anhalten</translation>
    </message>
    <message>
        <source>Hold writing back</source>
        <translation>Schreiben anhalten</translation>
    </message>
    <message>
        <source>It is paused.</source>
        <translation>Das Konto ist angehalten.</translation>
    </message>
    <message>
        <source>It needs a new sign-in first.</source>
        <translation>Erst ist eine neue Anmeldung nötig.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Sign in again …</source>
        <translation>Neu anmelden …</translation>
    </message>
    <message>
        <source>Stop fetching</source>
        <translation>Abgleich abbrechen</translation>
    </message>
</context>
<context>
    <name>AccountDeeds</name>
    <message numerus="yes">
        <source>%n change(s) wait in the outbox and go out at once.</source>
        <translation>
            <numerusform>%n Änderung wartet im Ausgang und geht sofort hinaus.</numerusform>
            <numerusform>%n Änderungen warten im Ausgang und gehen sofort hinaus.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) of this account and its keys are forgotten on this computer.</source>
        <translation>
            <numerusform>%n Bestellung dieses Kontos und seine Schlüssel werden auf diesem Computer vergessen.</numerusform>
            <numerusform>%n Bestellungen dieses Kontos und seine Schlüssel werden auf diesem Computer vergessen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Desk then reports shipments to {channel}, each one only after you have confirmed it.</source>
        <translation>Desk meldet dann Sendungen an {channel}, jede erst nach der eigenen Bestätigung.</translation>
    </message>
    <message>
        <source>Forgotten for good: {what}.</source>
        <translation>Endgültig vergessen: {what}.</translation>
    </message>
    <message>
        <source>It can be connected again later; what Desk itself noted on its orders is gone then.</source>
        <translation>Es lässt sich später wieder verbinden; was Desk selbst zu den Bestellungen notiert hat, ist dann weg.</translation>
    </message>
    <message>
        <source>Let Desk write to {account}?</source>
        <translation>Desk bei {account} schreiben lassen?</translation>
    </message>
    <message>
        <source>Mend …</source>
        <translation>Beheben …</translation>
    </message>
    <message>
        <source>Nothing changes in the channel: orders and shipments stay there, and so does its key.</source>
        <translation>Im Verkaufskanal ändert sich nichts: Bestellungen und Sendungen bleiben dort, der Schlüssel ebenso.</translation>
    </message>
    <message>
        <source>Remove account</source>
        <translation>Konto entfernen</translation>
    </message>
    <message>
        <source>Remove {account} from Desk?</source>
        <translation>{account} aus Desk entfernen?</translation>
    </message>
    <message>
        <source>Settings and keys are kept.</source>
        <translation>Einstellungen und Schlüssel sind übernommen.</translation>
    </message>
    <message>
        <source>Switch writing on</source>
        <translation>Schreiben einschalten</translation>
    </message>
    <message>
        <source>The sign-in works again.</source>
        <translation>Die Anmeldung klappt wieder.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>{account} is read-only now.</source>
        <translation>{account} wird jetzt nur gelesen.</translation>
    </message>
    <message>
        <source>{account} is removed.</source>
        <translation>{account} ist entfernt.</translation>
    </message>
    <message>
        <source>{account}: Desk may report shipments now.</source>
        <translation>{account}: Desk darf jetzt Sendungen melden.</translation>
    </message>
    <message>
        <source>{account}: the sign-in works ({shop}).</source>
        <translation>{account}: Die Anmeldung klappt ({shop}).</translation>
    </message>
    <message>
        <source>{account}: {trouble}</source>
        <translation>{account}: {trouble}</translation>
    </message>
</context>
<context>
    <name>AccountWatch</name>
    <message>
        <source>Fetch now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Let it report shipments …</source>
        <translation>Sendungen melden lassen …</translation>
    </message>
    <message>
        <source>No account is set up yet.</source>
        <translation>Noch ist kein Konto eingerichtet.</translation>
    </message>
    <message>
        <source>No order of a read-only account is on show.</source>
        <translation>Es ist keine Bestellung eines nur lesenden Kontos zu sehen.</translation>
    </message>
    <message>
        <source>Nothing is being fetched.</source>
        <translation>Es läuft kein Abgleich.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Settings and keys …</source>
        <translation>Einstellungen und Schlüssel …</translation>
    </message>
    <message>
        <source>Sign in again …</source>
        <translation>Neu anmelden …</translation>
    </message>
    <message>
        <source>Stop fetching</source>
        <translation>Abgleich abbrechen</translation>
    </message>
</context>
<context>
    <name>AccountWizard</name>
    <message>
        <source>A first look</source>
        <translation>Ein erster Blick</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Being checked …</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Being connected …</source>
        <translation>Wird verbunden …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Verkaufskanal</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connect an account</source>
        <translation>Konto verbinden</translation>
    </message>
    <message>
        <source>First fetch</source>
        <translation>Erster Abgleich</translation>
    </message>
    <message>
        <source>Go to work</source>
        <translation>An die Arbeit</translation>
    </message>
    <message>
        <source>Name and rights</source>
        <translation>Name und Rechte</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Settings and keys</source>
        <translation>Einstellungen und Schlüssel</translation>
    </message>
    <message>
        <source>Step {number} of {all}: {name}</source>
        <translation>Schritt {number} von {all}: {name}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>This is the right one</source>
        <translation>Das ist der richtige</translation>
    </message>
    <message>
        <source>What you need</source>
        <translation>Was nötig ist</translation>
    </message>
    <message>
        <source>{number}  {name}</source>
        <translation>{number}  {name}</translation>
    </message>
</context>
<context>
    <name>AccountsCard</name>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n Bestellung</numerusform>
            <numerusform>%n Bestellungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) could not be read</source>
        <translation>
            <numerusform>%n Datensatz war nicht lesbar</numerusform>
            <numerusform>%n Datensätze waren nicht lesbar</numerusform>
        </translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Anonymise a buyer …</source>
        <translation>Käufer anonymisieren …</translation>
    </message>
    <message>
        <source>Connect an account …</source>
        <translation>Konto verbinden …</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Let it report shipments …</source>
        <translation>Sendungen melden lassen …</translation>
    </message>
    <message>
        <source>Look at demo data</source>
        <translation>Mit Demodaten ansehen</translation>
    </message>
    <message>
        <source>Make it read-only</source>
        <translation>Auf „Nur lesen“ stellen</translation>
    </message>
    <message>
        <source>No account is set up yet. Connect one, or look around among made-up orders first.</source>
        <translation>Noch kein Konto eingerichtet. Eines verbinden oder sich zuerst zwischen erfundenen Bestellungen umsehen.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Nur lesen</translation>
    </message>
    <message>
        <source>Remove …</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Settings and keys …</source>
        <translation>Einstellungen und Schlüssel …</translation>
    </message>
    <message>
        <source>Sign in again …</source>
        <translation>Neu anmelden …</translation>
    </message>
    <message>
        <source>Test now</source>
        <translation>Jetzt testen</translation>
    </message>
    <message>
        <source>fetched {moment}</source>
        <translation>abgeglichen {moment}</translation>
    </message>
    <message>
        <source>reads and reports</source>
        <translation>liest und meldet</translation>
    </message>
</context>
<context>
    <name>ActionBar</name>
    <message>
        <source>Cancel order …</source>
        <translation>Bestellung stornieren …</translation>
    </message>
    <message>
        <source>Correct a parcel&apos;s number …</source>
        <translation>Sendungsnummer berichtigen …</translation>
    </message>
    <message>
        <source>Fetched {}</source>
        <translation>Abgerufen {}</translation>
    </message>
    <message>
        <source>Let it report shipments …</source>
        <translation>Sendungen melden lassen …</translation>
    </message>
    <message>
        <source>Mark as paid …</source>
        <translation>Als bezahlt melden …</translation>
    </message>
    <message>
        <source>Message …</source>
        <translation>Nachricht …</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Nothing of this order was shipped: there is nothing to come back.</source>
        <translation>Von dieser Bestellung wurde nichts verschickt: es kann nichts zurückkommen.</translation>
    </message>
    <message>
        <source>Open in {}</source>
        <translation>In {} öffnen</translation>
    </message>
    <message>
        <source>Other status …</source>
        <translation>Anderer Status …</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Refreshing …</source>
        <translation>Wird aktualisiert …</translation>
    </message>
    <message>
        <source>Refund …</source>
        <translation>Erstatten …</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Report shipment</source>
        <translation>Versand melden</translation>
    </message>
    <message>
        <source>Return …</source>
        <translation>Retoure …</translation>
    </message>
    <message>
        <source>Send a link to pay …</source>
        <translation>Zahlungslink senden …</translation>
    </message>
    <message>
        <source>The channel has no page for this order.</source>
        <translation>Der Verkaufskanal hat keine Seite für diese Bestellung.</translation>
    </message>
    <message>
        <source>The channel is being asked right now.</source>
        <translation>Der Verkaufskanal wird gerade gefragt.</translation>
    </message>
    <message>
        <source>The channel&apos;s page is not encrypted (https), so Desk does not open it.</source>
        <translation>Die Seite des Verkaufskanals ist nicht verschlüsselt (https), deshalb öffnet Desk sie nicht.</translation>
    </message>
    <message>
        <source>{deed} (not possible)</source>
        <translation>{deed} (nicht möglich)</translation>
    </message>
</context>
<context>
    <name>ActiveFilters</name>
    <message numerus="yes">
        <source>%n account(s)</source>
        <translation>
            <numerusform>%n Konto</numerusform>
            <numerusform>%n Konten</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove filter: {filter}</source>
        <translation>Filter entfernen: {filter}</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
</context>
<context>
    <name>AddressesCard</name>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Copy delivery address</source>
        <translation>Lieferadresse kopieren</translation>
    </message>
    <message>
        <source>Copy invoice address</source>
        <translation>Rechnungsadresse kopieren</translation>
    </message>
    <message>
        <source>Delivery address</source>
        <translation>Lieferadresse</translation>
    </message>
    <message>
        <source>Invoice address</source>
        <translation>Rechnungsadresse</translation>
    </message>
</context>
<context>
    <name>AgainDialog</name>
    <message>
        <source>It was sent, and nobody knows whether it arrived. Look at the order in the channel first: if the money has gone already, choose “It arrived” instead. Sent again, the buyer may get it twice.</source>
        <translation>Es wurde gesendet, und niemand weiß, ob es ankam. Zuerst im Kanal bei der Bestellung nachsehen: Ist das Geld schon weg, stattdessen „Ist angekommen“ wählen. Noch einmal gesendet, bekommt der Käufer es vielleicht doppelt.</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Noch einmal senden</translation>
    </message>
    <message>
        <source>Send it once more?</source>
        <translation>Noch einmal senden?</translation>
    </message>
</context>
<context>
    <name>AlertStrip</name>
    <message>
        <source>Awaiting payment</source>
        <translation>Wartet auf Zahlung</translation>
    </message>
    <message>
        <source>Being done right now.</source>
        <translation>Wird gerade erledigt.</translation>
    </message>
    <message>
        <source>A deadline ends soon</source>
        <translation>Eine Frist läuft bald ab</translation>
    </message>
    <message>
        <source>Deadline missed</source>
        <translation>Frist versäumt</translation>
    </message>
    <message>
        <source>Do not ship before you have answered.</source>
        <translation>Erst antworten, dann erst versenden.</translation>
    </message>
    <message>
        <source>Drop it</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>It arrived</source>
        <translation>Ist angekommen</translation>
    </message>
    <message>
        <source>It was sent, but the channel gave no answer. Look there first.</source>
        <translation>Gesendet, aber ohne Antwort des Verkaufskanals. Zuerst dort nachsehen.</translation>
    </message>
    <message>
        <source>Open in the channel</source>
        <translation>Im Verkaufskanal öffnen</translation>
    </message>
    <message>
        <source>Payment failed</source>
        <translation>Zahlung fehlgeschlagen</translation>
    </message>
    <message>
        <source>Report shipment</source>
        <translation>Versand melden</translation>
    </message>
    <message>
        <source>Ship once the payment has arrived.</source>
        <translation>Erst nach Zahlungseingang versenden.</translation>
    </message>
    <message>
        <source>Ship only once the channel shows a payment.</source>
        <translation>Erst versenden, wenn der Verkaufskanal eine Zahlung zeigt.</translation>
    </message>
    <message>
        <source>Shipment overdue</source>
        <translation>Versand überfällig</translation>
    </message>
    <message>
        <source>Shipment report</source>
        <translation>Versandmeldung</translation>
    </message>
    <message>
        <source>Show the case</source>
        <translation>Fall zeigen</translation>
    </message>
    <message>
        <source>The buyer wants to cancel</source>
        <translation>Der Käufer will stornieren</translation>
    </message>
    <message>
        <source>To the outbox</source>
        <translation>Zum Ausgang</translation>
    </message>
    <message>
        <source>queued by {agent}; somebody else agrees in the outbox</source>
        <translation>veranlasst von {agent}; im Ausgang stimmt jemand anderes zu</translation>
    </message>
    <message>
        <source>{channel} wanted to hear of the parcel by {moment}. Late parcels count against the account.</source>
        <translation>{channel} wollte das Paket bis {moment} gemeldet haben. Verspätete Pakete zählen gegen das Konto.</translation>
    </message>
    <message>
        <source>{deed} in conflict</source>
        <translation>{deed}: Konflikt</translation>
    </message>
    <message>
        <source>{deed} refused</source>
        <translation>{deed}: abgelehnt</translation>
    </message>
    <message>
        <source>{deed} unclear</source>
        <translation>{deed}: ungeklärt</translation>
    </message>
    <message>
        <source>{deed} waits for a second person</source>
        <translation>{deed} wartet auf eine zweite Person</translation>
    </message>
    <message>
        <source>State unknown to Desk</source>
        <translation>Status ist Desk nicht bekannt</translation>
    </message>
    <message>
        <source>The channel has moved elsewhere meanwhile.</source>
        <translation>Der Verkaufskanal hat inzwischen einen anderen Stand.</translation>
    </message>
    <message>
        <source>The channel says “{}”. Look at the order there.</source>
        <translation>Der Verkaufskanal meldet „{}“. Bestellung dort ansehen.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>AmountTable</name>
    <message>
        <source>Item</source>
        <translation>Artikel</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Noch offen</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>Erstattung</translation>
    </message>
    <message>
        <source>Refund all that is left of it</source>
        <translation>Alles erstatten, was davon noch offen ist</translation>
    </message>
    <message>
        <source>Refund all that is left of {item}: {amount}</source>
        <translation>Alles erstatten, was von {item} noch offen ist: {amount}</translation>
    </message>
    <message>
        <source>Refund for {item}</source>
        <translation>Erstattung für {item}</translation>
    </message>
</context>
<context>
    <name>AnalyticsScreen</name>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>12 months</source>
        <translation>12 Monate</translation>
    </message>
    <message>
        <source>A piece counts by the month in which it was shipped. Enter or a click opens its returns.</source>
        <translation>Ein Stück zählt zu dem Monat, in dem es verschickt wurde. Enter oder ein Klick öffnet die Retouren dazu.</translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>Alle Kanäle</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>Nothing that was shipped in this time comes back.</source>
        <translation>Von dem, was in dieser Zeit verschickt wurde, kommt nichts zurück.</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>Stück</translation>
    </message>
    <message>
        <source>Save as CSV …</source>
        <translation>Als CSV sichern …</translation>
    </message>
    <message>
        <source>Save the figures</source>
        <translation>Zahlen sichern</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>Gesichert: {file}</translation>
    </message>
    <message>
        <source>Show 12 months</source>
        <translation>12 Monate zeigen</translation>
    </message>
    <message>
        <source>The figures as a table</source>
        <translation>Die Zahlen als Tabelle</translation>
    </message>
    <message>
        <source>The table below says the same.</source>
        <translation>Die Tabelle darunter sagt dasselbe.</translation>
    </message>
    <message>
        <source>There are no figures yet.</source>
        <translation>Es gibt noch keine Zahlen.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>returns-{question}.csv</source>
        <translation>retouren-{question}.csv</translation>
    </message>
</context>
<context>
    <name>AnswerCancellationDialog</name>
    <message>
        <source>Agree to the cancellation</source>
        <translation>Stornierung zustimmen</translation>
    </message>
    <message>
        <source>Cancel order</source>
        <translation>Bestellung stornieren</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Decline the cancellation</source>
        <translation>Stornierung ablehnen</translation>
    </message>
    <message>
        <source>The buyer is told that the goods are on their way with this number.</source>
        <translation>Der Käufer erfährt, dass die Ware mit dieser Nummer unterwegs ist.</translation>
    </message>
    <message>
        <source>The whole order is cancelled. What was paid ({amount}), {channel} gives back to the buyer by itself.</source>
        <translation>Die ganze Bestellung wird storniert. Was bezahlt ist ({amount}), erstattet {channel} dem Käufer von selbst.</translation>
    </message>
    <message>
        <source>You do not agree: the order can be shipped again. {channel} takes no such answer, the buyer sees it by the parcel.</source>
        <translation>Nicht einverstanden: Die Bestellung kann wieder versendet werden. {channel} nimmt so eine Antwort nicht entgegen, der Käufer sieht es am Paket.</translation>
    </message>
</context>
<context>
    <name>AnswerReturnDialog</name>
    <message>
        <source>A word to the buyer</source>
        <translation>Ein Wort an den Käufer</translation>
    </message>
    <message>
        <source>Accept return</source>
        <translation>Retoure annehmen</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Decline return</source>
        <translation>Retoure ablehnen</translation>
    </message>
    <message>
        <source>Enter an amount.</source>
        <translation>Einen Betrag eingeben.</translation>
    </message>
    <message>
        <source>May stay empty</source>
        <translation>Darf leer bleiben</translation>
    </message>
    <message>
        <source>Offer</source>
        <translation>Anbieten</translation>
    </message>
    <message>
        <source>Offer a part of the money</source>
        <translation>Teilbetrag anbieten</translation>
    </message>
    <message>
        <source>Offer {amount}</source>
        <translation>{amount} anbieten</translation>
    </message>
    <message>
        <source>Tell the buyer why.</source>
        <translation>Dem Käufer den Grund nennen.</translation>
    </message>
    <message>
        <source>The buyer is told that the return is declined, and may ask {channel} to decide. It cannot be undone.</source>
        <translation>Der Käufer erfährt, dass die Retoure abgelehnt ist, und kann {channel} um eine Entscheidung bitten. Das ist nicht umkehrbar.</translation>
    </message>
    <message>
        <source>The buyer may keep the goods and take the offer, or send the goods back. It cannot be undone.</source>
        <translation>Der Käufer kann die Ware behalten und das Angebot annehmen oder die Ware zurücksenden. Das ist nicht umkehrbar.</translation>
    </message>
    <message>
        <source>The buyer may send the goods back. Their money goes back only afterwards.</source>
        <translation>Der Käufer darf die Ware zurücksenden. Sein Geld bekommt er erst danach zurück.</translation>
    </message>
    <message>
        <source>Your own number of the return (RMA)</source>
        <translation>Eigene Retourennummer (RMA)</translation>
    </message>
</context>
<context>
    <name>ApproveDialog</name>
    <message>
        <source>Agree</source>
        <translation>Zustimmen</translation>
    </message>
    <message>
        <source>Agree as a second person</source>
        <translation>Als zweite Person zustimmen</translation>
    </message>
    <message>
        <source>Enter your name: the history keeps who agreed.</source>
        <translation>Eigenen Namen eingeben: Der Verlauf hält fest, wer zugestimmt hat.</translation>
    </message>
    <message>
        <source>{agent} has queued it. Once you agree it goes to the channel and cannot be called back.</source>
        <translation>{agent} hat es veranlasst. Mit der Zustimmung geht es an den Kanal und lässt sich nicht zurückholen.</translation>
    </message>
    <message>
        <source>Who agrees</source>
        <translation>Wer stimmt zu</translation>
    </message>
    <message>
        <source>Who queued it cannot agree too. Ask somebody else.</source>
        <translation>Wer es veranlasst hat, kann nicht auch zustimmen. Jemand anderen fragen.</translation>
    </message>
</context>
<context>
    <name>BackupDialog</name>
    <message>
        <source>A copy of all orders that opens on any computer with this passphrase. The accounts&apos; keys are not in it.</source>
        <translation>Eine Kopie aller Bestellungen, die sich auf jedem Computer mit dieser Passphrase öffnen lässt. Die Schlüssel der Konten sind nicht darin.</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Back up the store</source>
        <translation>Datenbestand sichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose the file …</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Copying …</source>
        <translation>Wird kopiert …</translation>
    </message>
    <message>
        <source>Copying … {share} %</source>
        <translation>Wird kopiert … {share} %</translation>
    </message>
    <message>
        <source>Passphrase, 10 characters or more</source>
        <translation>Passphrase, mindestens 10 Zeichen</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>Dieselbe noch einmal</translation>
    </message>
    <message>
        <source>The two passphrases differ. Type them again.</source>
        <translation>Die beiden Passphrasen sind verschieden. Bitte noch einmal eingeben.</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%n blocked and left out</source>
        <translation>
            <numerusform>%n gesperrt und ausgelassen</numerusform>
            <numerusform>%n gesperrt und ausgelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n incomplete and left out</source>
        <translation>
            <numerusform>%n unvollständig und ausgelassen</numerusform>
            <numerusform>%n unvollständig und ausgelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out</source>
        <translation>
            <numerusform>%n ausgelassen</numerusform>
            <numerusform>%n ausgelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n parcel(s) will be reported</source>
        <translation>
            <numerusform>%n Sendung wird gemeldet</numerusform>
            <numerusform>%n Sendungen werden gemeldet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ready</source>
        <translation>
            <numerusform>%n bereit</numerusform>
            <numerusform>%n bereit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reported already</source>
        <translation>
            <numerusform>%n schon gemeldet</numerusform>
            <numerusform>%n schon gemeldet</numerusform>
        </translation>
    </message>
    <message>
        <source>Being checked …</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Being tried …</source>
        <translation>Wird versucht …</translation>
    </message>
    <message>
        <source>Can be taken back for 10 seconds.</source>
        <translation>Kann 10 Sekunden lang zurückgenommen werden.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No row is ready. The reasons stand in the rows.</source>
        <translation>Keine Zeile ist bereit. Die Gründe stehen in den Zeilen.</translation>
    </message>
    <message>
        <source>Only failed</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>Parcels of this batch</source>
        <translation>Sendungen dieser Sammelaktion</translation>
    </message>
    <message>
        <source>Paste numbers</source>
        <translation>Nummern einfügen</translation>
    </message>
    <message numerus="yes">
        <source>Report %n parcel(s)</source>
        <translation>
            <numerusform>%n Sendung melden</numerusform>
            <numerusform>%n Sendungen melden</numerusform>
        </translation>
    </message>
    <message>
        <source>Report shipments</source>
        <translation>Versand melden</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stops after this row …</source>
        <translation>Hält nach dieser Zeile an …</translation>
    </message>
    <message>
        <source>Try the failed again</source>
        <translation>Fehler erneut versuchen</translation>
    </message>
    <message>
        <source>Will be told: {accounts}</source>
        <translation>Gemeldet wird an: {accounts}</translation>
    </message>
    <message>
        <source>{done} of {total} · {rest} left</source>
        <translation>{done} von {total} · noch {rest}</translation>
    </message>
</context>
<context>
    <name>BatchUndo</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>Batches</name>
    <message>
        <source>Settle returns from a file</source>
        <translation>Retouren aus einer Datei erstatten</translation>
    </message>
    <message>
        <source>Tables (*.csv *.txt *.tsv);;All files (*)</source>
        <translation>Tabellen (*.csv *.txt *.tsv);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>BriefRow</name>
    <message>
        <source>Open return {number}</source>
        <translation>Retoure {number} öffnen</translation>
    </message>
    <message>
        <source>{received} of {announced} arrived</source>
        <translation>{received} von {announced} eingetroffen</translation>
    </message>
</context>
<context>
    <name>BulkDialog</name>
    <message numerus="yes">
        <source>%n blocked and left out</source>
        <translation>
            <numerusform>%n gesperrt und ausgelassen</numerusform>
            <numerusform>%n gesperrt und ausgelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done before and left out</source>
        <translation>
            <numerusform>%n schon erledigt und ausgelassen</numerusform>
            <numerusform>%n schon erledigt und ausgelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ready</source>
        <translation>
            <numerusform>%n bereit</numerusform>
            <numerusform>%n bereit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refund(s) queued</source>
        <translation>
            <numerusform>%n Erstattung steht im Ausgang</numerusform>
            <numerusform>%n Erstattungen stehen im Ausgang</numerusform>
        </translation>
    </message>
    <message>
        <source>Being checked …</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Being tried …</source>
        <translation>Wird versucht …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No row is ready. The reasons stand in the rows.</source>
        <translation>Keine Zeile ist bereit. Die Gründe stehen in den Zeilen.</translation>
    </message>
    <message>
        <source>Returns of this batch</source>
        <translation>Retouren dieser Sammelaktion</translation>
    </message>
    <message>
        <source>Running …</source>
        <translation>Läuft …</translation>
    </message>
    <message>
        <source>Show errors only</source>
        <translation>Nur Fehler zeigen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stops after this row …</source>
        <translation>Hält nach dieser Zeile an …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{done} of {total} · {rest} left</source>
        <translation>{done} von {total} · noch {rest}</translation>
    </message>
</context>
<context>
    <name>CancelOrderDialog</name>
    <message>
        <source>Cancel order</source>
        <translation>Bestellung stornieren</translation>
    </message>
    <message>
        <source>Choose a reason.</source>
        <translation>Einen Grund wählen.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>The whole order is cancelled. It is paid, and {channel} gives no money back with it: refund the {amount} afterwards. What has left the house is not stopped.</source>
        <translation>Die ganze Bestellung wird storniert. Sie ist bezahlt, und {channel} zahlt dabei nichts zurück: Erstatten Sie die {amount} danach. Was das Haus verlassen hat, wird nicht aufgehalten.</translation>
    </message>
    <message>
        <source>The whole order is cancelled. It is paid: {channel} gives the buyer the {amount} back by itself. Do not refund it besides. What has left the house is not stopped.</source>
        <translation>Die ganze Bestellung wird storniert. Sie ist bezahlt: {channel} erstattet dem Käufer die {amount} von selbst. Nicht zusätzlich erstatten. Was schon verschickt ist, wird nicht aufgehalten.</translation>
    </message>
    <message>
        <source>The whole order of {amount} is cancelled. {channel} tells the buyer.</source>
        <translation>Die ganze Bestellung über {amount} wird storniert. {channel} sagt es dem Käufer.</translation>
    </message>
</context>
<context>
    <name>CareCard</name>
    <message>
        <source>Back up now …</source>
        <translation>Jetzt sichern …</translation>
    </message>
    <message>
        <source>Backup, recovery and privacy</source>
        <translation>Sicherung, Wiederherstellung und Datenschutz</translation>
    </message>
    <message>
        <source>Check …</source>
        <translation>Prüfen …</translation>
    </message>
    <message>
        <source>Forget buyers …</source>
        <translation>Käufer vergessen …</translation>
    </message>
    <message>
        <source>Make the search index anew</source>
        <translation>Suchindex neu aufbauen</translation>
    </message>
    <message>
        <source>New recovery key …</source>
        <translation>Neuer Wiederherstellungsschlüssel …</translation>
    </message>
    <message>
        <source>Newest backup: {moment}, {size} MB. Desk makes one a day while it is open.</source>
        <translation>Neueste Sicherung: {moment}, {size} MB. Desk legt täglich eine an, solange es offen ist.</translation>
    </message>
    <message>
        <source>Recovery key …</source>
        <translation>Wiederherstellungsschlüssel …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>The demo is not backed up.</source>
        <translation>Die Demo wird nicht gesichert.</translation>
    </message>
    <message>
        <source>The search index is being made anew: {share} %. Search goes on meanwhile.</source>
        <translation>Der Suchindex wird neu aufgebaut: {share} %. Die Suche geht so lange weiter.</translation>
    </message>
    <message>
        <source>There is a recovery key: the store opens although the keyring is lost.</source>
        <translation>Es gibt einen Wiederherstellungsschlüssel: Der Datenbestand öffnet sich auch, wenn der Schlüsselbund verloren ist.</translation>
    </message>
    <message>
        <source>There is no backup yet. Desk makes one a day while it is open.</source>
        <translation>Es gibt noch keine Sicherung. Desk legt täglich eine an, solange es offen ist.</translation>
    </message>
    <message>
        <source>There is no recovery key: with this computer&apos;s keyring the store would be lost.</source>
        <translation>Es gibt keinen Wiederherstellungsschlüssel: Mit dem Schlüsselbund dieses Computers wäre der Datenbestand verloren.</translation>
    </message>
    <message>
        <source>Where a channel or you say so, Desk forgets who bought something some time after it was shipped.</source>
        <translation>Wo ein Kanal oder Sie es verlangen, vergisst Desk einige Zeit nach dem Versand, wer gekauft hat.</translation>
    </message>
</context>
<context>
    <name>CareRoom</name>
    <message>
        <source>Back up now …</source>
        <translation>Jetzt sichern …</translation>
    </message>
    <message>
        <source>Make one …</source>
        <translation>Anlegen …</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Stopped. Search goes on with the index it had.</source>
        <translation>Angehalten. Die Suche geht mit dem bisherigen Index weiter.</translation>
    </message>
    <message>
        <source>The backup is made and was read back: {file}</source>
        <translation>Die Sicherung ist angelegt und wurde zurückgelesen: {file}</translation>
    </message>
    <message>
        <source>The daily backup failed. {reason}</source>
        <translation>Die tägliche Sicherung ist fehlgeschlagen. {reason}</translation>
    </message>
    <message>
        <source>The demo is not backed up.</source>
        <translation>Die Demo wird nicht gesichert.</translation>
    </message>
    <message>
        <source>The demo keeps its people.</source>
        <translation>Die Demo behält ihre Leute.</translation>
    </message>
    <message numerus="yes">
        <source>The search index is made anew, of %n order(s).</source>
        <translation>
            <numerusform>Der Suchindex ist neu aufgebaut, aus %n Bestellung.</numerusform>
            <numerusform>Der Suchindex ist neu aufgebaut, aus %n Bestellungen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Without a recovery key the store is lost with this computer&apos;s keyring.</source>
        <translation>Ohne Wiederherstellungsschlüssel ist der Datenbestand mit dem Schlüsselbund dieses Computers verloren.</translation>
    </message>
</context>
<context>
    <name>CaseBox</name>
    <message>
        <source>Hide the history</source>
        <translation>Verlauf ausblenden</translation>
    </message>
    <message numerus="yes">
        <source>History (%n)</source>
        <translation>
            <numerusform>Verlauf (%n)</numerusform>
            <numerusform>Verlauf (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>Open in the channel: {}</source>
        <translation>Im Kanal öffnen: {}</translation>
    </message>
    <message>
        <source>The channel says “{}”.</source>
        <translation>Der Kanal sagt „{}“.</translation>
    </message>
    <message>
        <source>decided by the channel as {}</source>
        <translation>Entscheidung des Kanals unter {}</translation>
    </message>
    <message>
        <source>only in the channel: {}</source>
        <translation>nur im Kanal möglich: {}</translation>
    </message>
    <message>
        <source>opened by the buyer</source>
        <translation>vom Käufer eröffnet</translation>
    </message>
    <message>
        <source>opened by us</source>
        <translation>von uns eröffnet</translation>
    </message>
    <message>
        <source>parcel {}</source>
        <translation>Paket {}</translation>
    </message>
    <message>
        <source>refunded {}</source>
        <translation>erstattet {}</translation>
    </message>
    <message>
        <source>to refund {}</source>
        <translation>zu erstatten {}</translation>
    </message>
    <message>
        <source>“{}”</source>
        <translation>„{}“</translation>
    </message>
</context>
<context>
    <name>CaseDialog</name>
    <message>
        <source>Only {amount} of it can still be refunded.</source>
        <translation>Davon können nur noch {amount} erstattet werden.</translation>
    </message>
    <message>
        <source>at most {amount}</source>
        <translation>höchstens {amount}</translation>
    </message>
    <message>
        <source>“{text}” is no amount. It looks like {example}.</source>
        <translation>„{text}“ ist kein Betrag. So sieht einer aus: {example}.</translation>
    </message>
</context>
<context>
    <name>CaseDoing</name>
    <message>
        <source>Done in the channel: noted</source>
        <translation>Im Kanal erledigt: vermerkt</translation>
    </message>
    <message>
        <source>Noted: the rest will not come.</source>
        <translation>Notiert: der Rest kommt nicht.</translation>
    </message>
    <message>
        <source>Refund: {number} waits in the outbox</source>
        <translation>Erstattung: {number} wartet im Ausgang</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>Zurückgenommen.</translation>
    </message>
    <message>
        <source>The finding was taken back.</source>
        <translation>Der Befund wurde zurückgenommen.</translation>
    </message>
    <message>
        <source>{number}: inspected</source>
        <translation>{number}: geprüft</translation>
    </message>
</context>
<context>
    <name>CaseHeader</name>
    <message>
        <source>Back to the list</source>
        <translation>Zurück zur Liste</translation>
    </message>
    <message>
        <source>Copy return number</source>
        <translation>Retourennummer kopieren</translation>
    </message>
    <message>
        <source>Order {number}</source>
        <translation>Bestellung {number}</translation>
    </message>
    <message>
        <source>came unannounced</source>
        <translation>unangekündigt eingetroffen</translation>
    </message>
    <message>
        <source>opened by the buyer at the channel</source>
        <translation>im Kanal von der Kundschaft eröffnet</translation>
    </message>
    <message>
        <source>opened by us</source>
        <translation>von uns eröffnet</translation>
    </message>
</context>
<context>
    <name>CasePane</name>
    <message>
        <source>Choose one from the list, or scan its number.</source>
        <translation>Eine aus der Liste wählen oder ihre Nummer scannen.</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>No return chosen</source>
        <translation>Keine Retoure gewählt</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Retoure</translation>
    </message>
    <message>
        <source>This return cannot be shown</source>
        <translation>Diese Retoure kann nicht gezeigt werden</translation>
    </message>
</context>
<context>
    <name>CasesCard</name>
    <message>
        <source>Returns and cases</source>
        <translation>Retouren und Fälle</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>%n anzeigen</numerusform>
            <numerusform>Alle %n anzeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Weniger anzeigen</translation>
    </message>
</context>
<context>
    <name>ChipRow</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Amount below {amount}</source>
        <translation>Betrag unter {amount}</translation>
    </message>
    <message>
        <source>Amount from {amount}</source>
        <translation>Betrag ab {amount}</translation>
    </message>
    <message>
        <source>Amount {least} to {most}</source>
        <translation>Betrag {least} bis {most}</translation>
    </message>
    <message>
        <source>Awaiting payment</source>
        <translation>Wartet auf Zahlung</translation>
    </message>
    <message>
        <source>Days …</source>
        <translation>Tage …</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>From {day}</source>
        <translation>Ab {day}</translation>
    </message>
    <message numerus="yes">
        <source>Last %n day(s)</source>
        <translation>
            <numerusform>Letzter Tag</numerusform>
            <numerusform>Letzte %n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Until {day}</source>
        <translation>Bis {day}</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>To ship</source>
        <translation>Zu versenden</translation>
    </message>
</context>
<context>
    <name>ChoosePage</name>
    <message>
        <source>Which channel do you sell on?</source>
        <translation>Auf welchem Kanal wird verkauft?</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Not available here.</source>
        <translation>Hier nicht verfügbar.</translation>
    </message>
</context>
<context>
    <name>ConditionStrips</name>
    <message>
        <source>Demo – nothing is transferred</source>
        <translation>Demo – es wird nichts übertragen</translation>
    </message>
    <message>
        <source>Leave the demo</source>
        <translation>Demo verlassen</translation>
    </message>
    <message>
        <source>Offline – changes are collected</source>
        <translation>Offline – Änderungen werden gesammelt</translation>
    </message>
    <message numerus="yes">
        <source>Offline – changes are collected (%n)</source>
        <translation>
            <numerusform>Offline – Änderungen werden gesammelt (%n)</numerusform>
            <numerusform>Offline – Änderungen werden gesammelt (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign in again …</source>
        <translation>Neu anmelden …</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
</context>
<context>
    <name>Conditions</name>
    <message numerus="yes">
        <source>%n return(s) inspected: {grade}</source>
        <translation>
            <numerusform>%n Retoure geprüft: {grade}</numerusform>
            <numerusform>%n Retouren geprüft: {grade}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) left out</source>
        <translation>
            <numerusform>%n Retoure ausgelassen</numerusform>
            <numerusform>%n Retouren ausgelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) not reached</source>
        <translation>
            <numerusform>%n Retoure nicht erreicht</numerusform>
            <numerusform>%n Retouren nicht erreicht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) wait for inspection again</source>
        <translation>
            <numerusform>%n Retoure wartet wieder auf die Prüfung</numerusform>
            <numerusform>%n Retouren warten wieder auf die Prüfung</numerusform>
        </translation>
    </message>
    <message>
        <source>Select them</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>{numbers} and {more} more</source>
        <translation>{numbers} und {more} weitere</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Copying</name>
    <message>
        <source>Address copied</source>
        <translation>Adresse kopiert</translation>
    </message>
    <message>
        <source>Order number copied</source>
        <translation>Bestellnummer kopiert</translation>
    </message>
    <message>
        <source>The channel tells no address of this order.</source>
        <translation>Der Verkaufskanal nennt zu dieser Bestellung keine Adresse.</translation>
    </message>
    <message>
        <source>This order has no tracking number yet.</source>
        <translation>Diese Bestellung hat noch keine Sendungsnummer.</translation>
    </message>
    <message>
        <source>Tracking number copied</source>
        <translation>Sendungsnummer kopiert</translation>
    </message>
</context>
<context>
    <name>CorrectParcelDialog</name>
    <message>
        <source>Choose a parcel</source>
        <translation>Paket wählen</translation>
    </message>
    <message>
        <source>Choose a parcel.</source>
        <translation>Wählen Sie ein Paket.</translation>
    </message>
    <message>
        <source>Correct a parcel&apos;s number</source>
        <translation>Sendungsnummer berichtigen</translation>
    </message>
    <message>
        <source>Correct the number</source>
        <translation>Nummer berichtigen</translation>
    </message>
    <message>
        <source>Parcel</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>That is the number it has.</source>
        <translation>Diese Nummer hat es schon.</translation>
    </message>
    <message>
        <source>The buyer and {channel} see the new number in place of the old one.</source>
        <translation>Käufer und {channel} sehen die neue Nummer statt der alten.</translation>
    </message>
</context>
<context>
    <name>CrashOffer</name>
    <message>
        <source>The report is saved.</source>
        <translation>Der Bericht ist gespeichert.</translation>
    </message>
</context>
<context>
    <name>CrashReport</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Report of the last crash</source>
        <translation>Bericht zum letzten Absturz</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Versions and the last lines of the log, without buyers&apos; data and without keys. Desk sends it to nobody. Save it and hand it to whoever looks after Desk for you.</source>
        <translation>Versionen und die letzten Zeilen des Protokolls, ohne Daten von Käufern und ohne Schlüssel. Desk sendet ihn an niemanden. Zum Weitergeben an die Betreuung von Desk speichern.</translation>
    </message>
</context>
<context>
    <name>CrashStrip</name>
    <message>
        <source>Desk did not end properly last time. What was done is kept.</source>
        <translation>Desk wurde beim letzten Mal nicht ordentlich beendet. Was erledigt wurde, ist gesichert.</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Look at the report …</source>
        <translation>Bericht ansehen …</translation>
    </message>
</context>
<context>
    <name>CustomerCard</name>
    <message numerus="yes">
        <source>%n earlier order(s)</source>
        <translation>
            <numerusform>%n frühere Bestellung</numerusform>
            <numerusform>%n frühere Bestellungen</numerusform>
        </translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>Alle Bestellungen</translation>
    </message>
    <message>
        <source>Buyer forgotten</source>
        <translation>Käufer vergessen</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy e-mail address</source>
        <translation>E-Mail-Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy phone number</source>
        <translation>Telefonnummer kopieren</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde/Kundin</translation>
    </message>
    <message>
        <source>Name hidden by the channel</source>
        <translation>Name vom Verkaufskanal verborgen</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Bestellung</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>Revenue</source>
        <translation>Umsatz</translation>
    </message>
    <message>
        <source>Taken out for privacy: nothing is left to do for them.</source>
        <translation>Aus Datenschutz herausgenommen: Für ihn ist nichts mehr zu tun.</translation>
    </message>
</context>
<context>
    <name>DeedBar</name>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Open in the channel</source>
        <translation>Im Kanal öffnen</translation>
    </message>
    <message>
        <source>Switch writing on …</source>
        <translation>Schreiben einschalten …</translation>
    </message>
    <message>
        <source>{deed} (not possible)</source>
        <translation>{deed} (nicht möglich)</translation>
    </message>
</context>
<context>
    <name>DeedButton</name>
    <message>
        <source>{deed}, not possible</source>
        <translation>{deed}, nicht möglich</translation>
    </message>
</context>
<context>
    <name>DemoProgram</name>
    <message>
        <source>It could not be started.</source>
        <translation>Sie ließ sich nicht starten.</translation>
    </message>
    <message>
        <source>It ended without a word.</source>
        <translation>Sie endete ohne ein Wort.</translation>
    </message>
</context>
<context>
    <name>DetailPane</name>
    <message>
        <source>Choose one from the list, or type a number, a name or an e-mail address and press Enter.</source>
        <translation>Eine aus der Liste wählen oder Nummer, Namen oder E-Mail-Adresse eingeben und Enter drücken.</translation>
    </message>
    <message>
        <source>Here stands what is known of an order, once an account has fetched some.</source>
        <translation>Hier steht, was von einer Bestellung bekannt ist, sobald ein Konto welche abgeholt hat.</translation>
    </message>
    <message>
        <source>No order chosen</source>
        <translation>Keine Bestellung gewählt</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Bestellung</translation>
    </message>
    <message>
        <source>This order cannot be shown</source>
        <translation>Diese Bestellung kann nicht gezeigt werden</translation>
    </message>
</context>
<context>
    <name>DoctorDialog</name>
    <message numerus="yes">
        <source>%n bad</source>
        <translation>
            <numerusform>%n schlecht</numerusform>
            <numerusform>%n schlecht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>%n zu beachten</numerusform>
            <numerusform>%n zu beachten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n well</source>
        <translation>
            <numerusform>%n in Ordnung</numerusform>
            <numerusform>%n in Ordnung</numerusform>
        </translation>
    </message>
    <message>
        <source>All is well.</source>
        <translation>Alles in Ordnung.</translation>
    </message>
    <message>
        <source>Also compare this computer&apos;s clock with the accounts&apos; servers</source>
        <translation>Auch die Uhr dieses Rechners mit den Servern der Konten vergleichen</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Everything the store needs is being looked at …</source>
        <translation>Alles, was der Datenbestand braucht, wird geprüft …</translation>
    </message>
    <message>
        <source>Is all well with the store?</source>
        <translation>Ist mit dem Datenbestand alles in Ordnung?</translation>
    </message>
    <message>
        <source>It is being checked …</source>
        <translation>Die Prüfung läuft …</translation>
    </message>
    <message>
        <source>Only after a check that came to its end.</source>
        <translation>Erst nach einer Prüfung, die zu ihrem Ende kam.</translation>
    </message>
    <message>
        <source>Progress of the check</source>
        <translation>Fortschritt der Prüfung</translation>
    </message>
    <message>
        <source>Save diagnostics</source>
        <translation>Diagnosedatei speichern</translation>
    </message>
    <message>
        <source>Save diagnostics …</source>
        <translation>Diagnosedatei speichern …</translation>
    </message>
    <message>
        <source>Saved {file}. Look into it before you send it to anybody; Desk sends nothing.</source>
        <translation>{file} gespeichert. Vor dem Weitergeben hineinsehen; Desk selbst sendet nichts.</translation>
    </message>
    <message>
        <source>What helps to find a mistake, without buyers&apos; data and secrets</source>
        <translation>Was hilft, einen Fehler zu finden, ohne Kundendaten und Geheimnisse</translation>
    </message>
</context>
<context>
    <name>Doing</name>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>To the outbox</source>
        <translation>Zum Ausgang</translation>
    </message>
    <message>
        <source>{deed}: {number} waits for a second person, who agrees in the outbox.</source>
        <translation>{deed}: {number} wartet auf eine zweite Person, die im Ausgang zustimmt.</translation>
    </message>
    <message>
        <source>{deed}: {number} waits in the outbox</source>
        <translation>{deed}: {number} wartet im Ausgang</translation>
    </message>
</context>
<context>
    <name>EntryRow</name>
    <message>
        <source>Open this return: {what}</source>
        <translation>Diese Retoure öffnen: {what}</translation>
    </message>
</context>
<context>
    <name>EscalateDialog</name>
    <message>
        <source>Ask the channel to decide</source>
        <translation>Den Kanal entscheiden lassen</translation>
    </message>
    <message>
        <source>Choose a reason.</source>
        <translation>Einen Grund wählen.</translation>
    </message>
    <message>
        <source>Let {channel} decide</source>
        <translation>{channel} entscheiden lassen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>What the channel should know</source>
        <translation>Was der Kanal wissen soll</translation>
    </message>
    <message>
        <source>{channel} takes the case over and decides. It cannot be undone.</source>
        <translation>{channel} übernimmt den Fall und entscheidet. Das ist nicht umkehrbar.</translation>
    </message>
</context>
<context>
    <name>ExchangeDialog</name>
    <message>
        <source>Costs the same</source>
        <translation>Kostet gleich viel</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Difference in price</source>
        <translation>Preisunterschied</translation>
    </message>
    <message>
        <source>Enter the difference.</source>
        <translation>Den Unterschied eingeben.</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>Umtausch</translation>
    </message>
    <message>
        <source>Name the order or the parcel that goes out instead.</source>
        <translation>Die Bestellung oder das Paket nennen, das stattdessen hinausgeht.</translation>
    </message>
    <message>
        <source>No money goes back: the buyer gets other goods.</source>
        <translation>Es geht kein Geld zurück: es gibt andere Ware dafür.</translation>
    </message>
    <message>
        <source>Note the exchange</source>
        <translation>Umtausch vermerken</translation>
    </message>
    <message>
        <source>Order of the replacement</source>
        <translation>Bestellung des Ersatzes</translation>
    </message>
    <message>
        <source>The buyer owes {amount}. Note it here once it is paid.</source>
        <translation>Es fehlen noch {amount}. Hier vermerken, sobald sie bezahlt sind.</translation>
    </message>
    <message>
        <source>The buyer pays the difference</source>
        <translation>Aufpreis für die Kundschaft</translation>
    </message>
    <message>
        <source>The difference goes back</source>
        <translation>Unterschied geht zurück</translation>
    </message>
    <message>
        <source>{amount} goes back to the buyer. Once it is done at the channel, it cannot be undone.</source>
        <translation>{amount} gehen zurück. Im Kanal lässt sich das nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>“{text}” is no amount. It looks like {example}.</source>
        <translation>„{text}“ ist kein Betrag. So sieht einer aus: {example}.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>A table for a spreadsheet (CSV), one order a row, with buyers&apos; names and addresses of e-mail.</source>
        <translation>Eine Tabelle (CSV) mit einer Bestellung je Zeile, mit Namen und E-Mail-Adressen der Kunden.</translation>
    </message>
    <message>
        <source>All orders of the store</source>
        <translation>Alle Bestellungen</translation>
    </message>
    <message>
        <source>As far as the list is loaded.</source>
        <translation>So weit die Liste geladen ist.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose the file …</source>
        <translation>Datei wählen …</translation>
    </message>
    <message numerus="yes">
        <source>Export %n order(s)</source>
        <translation>
            <numerusform>%n Bestellung exportieren</numerusform>
            <numerusform>%n Bestellungen exportieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Export all orders</source>
        <translation>Alle Bestellungen exportieren</translation>
    </message>
    <message>
        <source>Export orders</source>
        <translation>Bestellungen exportieren</translation>
    </message>
    <message>
        <source>Notes are for colleagues. Leave them out of a file that is for anybody else.</source>
        <translation>Notizen sind für Kollegen. In einer Datei für andere haben sie nichts verloren.</translation>
    </message>
    <message>
        <source>The list</source>
        <translation>Die Liste</translation>
    </message>
    <message>
        <source>With internal notes</source>
        <translation>Mit internen Notizen</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message numerus="yes">
        <source>%n order(s) exported to {file}</source>
        <translation>
            <numerusform>%n Bestellung nach {file} exportiert</numerusform>
            <numerusform>%n Bestellungen nach {file} exportiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) exported to {file}</source>
        <translation>
            <numerusform>%n Retoure nach {file} exportiert</numerusform>
            <numerusform>%n Retouren nach {file} exportiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Export returns</source>
        <translation>Retouren exportieren</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Tables (*.csv *.xlsx)</source>
        <translation>Tabellen (*.csv *.xlsx)</translation>
    </message>
    <message>
        <source>orders-{day}.csv</source>
        <translation>bestellungen-{day}.csv</translation>
    </message>
    <message>
        <source>returns-{day}.csv</source>
        <translation>retouren-{day}.csv</translation>
    </message>
</context>
<context>
    <name>FactsCard</name>
    <message>
        <source>Case {number} at the channel</source>
        <translation>Fall {number} im Kanal</translation>
    </message>
    <message>
        <source>Known besides</source>
        <translation>Sonst bekannt</translation>
    </message>
    <message>
        <source>Noted: {words}</source>
        <translation>Vermerkt: {words}</translation>
    </message>
    <message>
        <source>Open in the channel</source>
        <translation>Im Kanal öffnen</translation>
    </message>
    <message>
        <source>Parcel {number}</source>
        <translation>Paket {number}</translation>
    </message>
    <message>
        <source>The channel says “{}”.</source>
        <translation>Der Kanal sagt „{}“.</translation>
    </message>
    <message>
        <source>“{}”</source>
        <translation>„{}“</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Filter returns by number, name or item</source>
        <translation>Retouren nach Nummer, Name oder Artikel filtern</translation>
    </message>
    <message>
        <source>Group by reason</source>
        <translation>Nach Grund gruppieren</translation>
    </message>
    <message>
        <source>Number, name, item …</source>
        <translation>Nummer, Name, Artikel …</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>Überfällig</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Reason unknown</source>
        <translation>Grund unbekannt</translation>
    </message>
    <message>
        <source>With a task</source>
        <translation>Mit Aufgabe</translation>
    </message>
</context>
<context>
    <name>FindingRow</name>
    <message>
        <source>Bad</source>
        <translation>Schlecht</translation>
    </message>
    <message>
        <source>Look at this</source>
        <translation>Zu beachten</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Take the last finding back</source>
        <translation>Den letzten Befund zurücknehmen</translation>
    </message>
    <message>
        <source>Well</source>
        <translation>In Ordnung</translation>
    </message>
    <message>
        <source>photo {name}</source>
        <translation>Foto {name}</translation>
    </message>
    <message>
        <source>“{}”</source>
        <translation>„{}“</translation>
    </message>
</context>
<context>
    <name>FirstPage</name>
    <message numerus="yes">
        <source>All orders are here: %n.</source>
        <translation>
            <numerusform>Alle Bestellungen sind da: %n.</numerusform>
            <numerusform>Alle Bestellungen sind da: %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>First fetch</source>
        <translation>Erster Abgleich</translation>
    </message>
    <message>
        <source>The first fetch was interrupted. It goes on by itself; the status bar says how it stands.</source>
        <translation>Der erste Abgleich wurde unterbrochen. Er läuft von selbst weiter; die Statusleiste zeigt den Stand.</translation>
    </message>
    <message numerus="yes">
        <source>The first orders are being fetched: %n so far.</source>
        <translation>
            <numerusform>Die ersten Bestellungen werden geholt: bisher %n.</numerusform>
            <numerusform>Die ersten Bestellungen werden geholt: bisher %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>You can work meanwhile: what has come in can be searched at once. The status bar shows the rest.</source>
        <translation>Inzwischen kann gearbeitet werden: Was da ist, lässt sich sofort suchen. Die Statusleiste zeigt den Rest.</translation>
    </message>
    <message>
        <source>about {rest} left</source>
        <translation>noch etwa {rest}</translation>
    </message>
    <message>
        <source>{account} is connected</source>
        <translation>{account} ist verbunden</translation>
    </message>
    <message>
        <source>{done} of {total} orders are here</source>
        <translation>{done} von {total} Bestellungen sind da</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>Connect an account …</source>
        <translation>Konto verbinden …</translation>
    </message>
    <message>
        <source>The demo did not go well: {words}</source>
        <translation>Die Demo lief nicht gut: {words}</translation>
    </message>
    <message>
        <source>The demo is closed.</source>
        <translation>Die Demo ist geschlossen.</translation>
    </message>
    <message>
        <source>The demo is open already.</source>
        <translation>Die Demo ist schon offen.</translation>
    </message>
    <message>
        <source>The demo is starting. It opens in a window of its own; close that one to leave it.</source>
        <translation>Die Demo startet. Sie öffnet sich in eigenem Fenster; zum Verlassen dieses schließen.</translation>
    </message>
    <message>
        <source>This is the demo.</source>
        <translation>Das ist die Demo.</translation>
    </message>
    <message>
        <source>This is the demo. Close it to connect an account.</source>
        <translation>Das ist die Demo. Zum Verbinden eines Kontos die Demo schließen.</translation>
    </message>
</context>
<context>
    <name>ForgetDialog</name>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n Fall</numerusform>
            <numerusform>%n Fälle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n Gespräch</numerusform>
            <numerusform>%n Gespräche</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n Bestellung</numerusform>
            <numerusform>%n Bestellungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Anonymise a buyer of {channel}</source>
        <translation>Einen Käufer von {channel} anonymisieren</translation>
    </message>
    <message>
        <source>As the channel or the buyer asks for it: name, addresses, mail, phone, messages, notes and all that the channel sent are taken out, in every account of this channel. What was bought, paid and shipped stays.</source>
        <translation>Wie es der Kanal oder der Käufer verlangt: Name, Adressen, E-Mail, Telefon, Nachrichten, Notizen und alles vom Kanal Gesendete werden entfernt, in jedem Konto dieses Kanals. Was gekauft, bezahlt und versandt wurde, bleibt.</translation>
    </message>
    <message>
        <source>Being done right now.</source>
        <translation>Wird gerade erledigt.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>First enter who it is.</source>
        <translation>Erst eingeben, wer es ist.</translation>
    </message>
    <message>
        <source>Forget this buyer</source>
        <translation>Käufer vergessen</translation>
    </message>
    <message>
        <source>Nothing is known of this buyer here.</source>
        <translation>Von diesem Käufer ist hier nichts bekannt.</translation>
    </message>
    <message>
        <source>This cannot be undone. Backups from before still hold it.</source>
        <translation>Das ist nicht umkehrbar. Frühere Sicherungen enthalten es noch.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>User ID</source>
        <translation>Benutzer-ID</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Will be forgotten: {what}.</source>
        <translation>Vergessen werden: {what}.</translation>
    </message>
</context>
<context>
    <name>FurtherCard</name>
    <message>
        <source>Further orders</source>
        <translation>Weitere Bestellungen</translation>
    </message>
    <message>
        <source>sent again</source>
        <translation>erneut versendet</translation>
    </message>
    <message>
        <source>sent again here</source>
        <translation>hier erneut versendet</translation>
    </message>
</context>
<context>
    <name>GoodsCard</name>
    <message numerus="yes">
        <source>%n will not come</source>
        <translation>
            <numerusform>%n kommt nicht</numerusform>
            <numerusform>%n kommen nicht</numerusform>
        </translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>Ware</translation>
    </message>
    <message>
        <source>Say that what is still expected will not come</source>
        <translation>Sagen, dass der erwartete Rest nicht kommt</translation>
    </message>
</context>
<context>
    <name>HeldFields</name>
    <message>
        <source>Choose why money is held back.</source>
        <translation>Den Grund wählen, aus dem Geld einbehalten wird.</translation>
    </message>
    <message>
        <source>More of it, for the buyer</source>
        <translation>Näheres, für den Käufer</translation>
    </message>
    <message>
        <source>More of it; it stays in Desk</source>
        <translation>Näheres; es bleibt in Desk</translation>
    </message>
    <message>
        <source>Say in words why money is held back.</source>
        <translation>Geben Sie in Worten an, warum Geld einbehalten wird.</translation>
    </message>
    <message>
        <source>Why money is held back</source>
        <translation>Warum Geld einbehalten wird</translation>
    </message>
</context>
<context>
    <name>HitsView</name>
    <message>
        <source>Results</source>
        <translation>Treffer</translation>
    </message>
</context>
<context>
    <name>InspectDialog</name>
    <message numerus="yes">
        <source>%n of other lines wait for inspection afterwards.</source>
        <translation>
            <numerusform>Danach wartet noch %n Stück anderer Positionen auf Prüfung.</numerusform>
            <numerusform>Danach warten noch %n Stück anderer Positionen auf Prüfung.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of this line wait for inspection afterwards.</source>
        <translation>
            <numerusform>Danach wartet noch %n Stück dieser Position auf Prüfung.</numerusform>
            <numerusform>Danach warten noch %n Stück dieser Position auf Prüfung.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to inspect</source>
        <translation>
            <numerusform>%n zu prüfen</numerusform>
            <numerusform>%n zu prüfen</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a photo of the wrong content: the channel asks for it.</source>
        <translation>Ein Foto des falschen Inhalts hinzufügen: der Kanal verlangt es.</translation>
    </message>
    <message>
        <source>Choose the condition.</source>
        <translation>Den Zustand wählen.</translation>
    </message>
    <message>
        <source>Choose what becomes of it.</source>
        <translation>Wählen, was daraus wird.</translation>
    </message>
    <message>
        <source>Condition (keys A to E, X)</source>
        <translation>Zustand (Tasten A bis E, X)</translation>
    </message>
    <message>
        <source>Inspect goods</source>
        <translation>Ware prüfen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>Vermerken</translation>
    </message>
    <message>
        <source>Note {count} × {grade}</source>
        <translation>{count} × {grade} vermerken</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>Stück</translation>
    </message>
    <message>
        <source>Say how many pieces this is about.</source>
        <translation>Sagen, um wie viele Stück es geht.</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>Was daraus wird</translation>
    </message>
    <message>
        <source>With this the return is inspected.</source>
        <translation>Damit ist die Retoure geprüft.</translation>
    </message>
</context>
<context>
    <name>ItemsCard</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n Artikel</numerusform>
            <numerusform>%n Artikel</numerusform>
        </translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>Rabatt</translation>
    </message>
    <message>
        <source>Discount, already taken off above</source>
        <translation>Rabatt, oben schon abgezogen</translation>
    </message>
    <message>
        <source>Fees</source>
        <translation>Gebühren</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Artikel</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Einzel</translation>
    </message>
    <message>
        <source>Qty</source>
        <translation>Menge</translation>
    </message>
    <message>
        <source>Shipping</source>
        <translation>Versand</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n items</source>
        <translation>
            <numerusform>Die Position zeigen</numerusform>
            <numerusform>Alle %n Positionen zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Total incl. {tax} VAT</source>
        <translation>Gesamt inkl. {tax} USt.</translation>
    </message>
</context>
<context>
    <name>JobDrawer</name>
    <message>
        <source>Close running work</source>
        <translation>Laufende Vorgänge schließen</translation>
    </message>
    <message>
        <source>Nothing runs that takes longer than a second.</source>
        <translation>Nichts läuft, was länger als eine Sekunde dauert.</translation>
    </message>
    <message>
        <source>Running work</source>
        <translation>Laufende Vorgänge</translation>
    </message>
</context>
<context>
    <name>JobRoom</name>
    <message numerus="yes">
        <source>%n job(s) running</source>
        <translation>
            <numerusform>%n Vorgang läuft</numerusform>
            <numerusform>%n Vorgänge laufen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show running work</source>
        <translation>Laufende Vorgänge zeigen</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel: {job}</source>
        <translation>Abbrechen: {job}</translation>
    </message>
    <message>
        <source>It ends after what it is at.</source>
        <translation>Endet nach dem laufenden Schritt.</translation>
    </message>
    <message>
        <source>Progress: {job}</source>
        <translation>Fortschritt: {job}</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>since {time} ({duration})</source>
        <translation>seit {time} ({duration})</translation>
    </message>
</context>
<context>
    <name>KeepDialog</name>
    <message>
        <source>Enter the limit.</source>
        <translation>Die Grenze eingeben.</translation>
    </message>
    <message>
        <source>Let the buyer keep it</source>
        <translation>Behalten lassen</translation>
    </message>
    <message>
        <source>Only where it is worth less than</source>
        <translation>Nur unter einem Wert von</translation>
    </message>
    <message>
        <source>Refund {amount} and let it be kept</source>
        <translation>{amount} erstatten, Ware behalten lassen</translation>
    </message>
    <message>
        <source>These goods are worth {amount} or more: let them come back.</source>
        <translation>Diese Ware ist {amount} oder mehr wert: zurückkommen lassen.</translation>
    </message>
    <message>
        <source>{channel} pays the buyer, and nothing comes back. Once it has, that cannot be undone.</source>
        <translation>{channel} zahlt dem Käufer, und es kommt nichts zurück. Ist das geschehen, lässt es sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>“{text}” is no amount. It looks like {example}.</source>
        <translation>„{text}“ ist kein Betrag. So sieht einer aus: {example}.</translation>
    </message>
</context>
<context>
    <name>KeysHelp</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>Anderswo</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>LabelDialog</name>
    <message>
        <source>A table (CSV): return or order, number, and where wanted the carrier</source>
        <translation>Eine Tabelle (CSV): Retoure oder Bestellung, Nummer und nach Wunsch der Versanddienst</translation>
    </message>
    <message>
        <source>From file …</source>
        <translation>Aus Datei …</translation>
    </message>
    <message>
        <source>Give the label</source>
        <translation>Etikett übermitteln</translation>
    </message>
    <message>
        <source>Numbers of labels from a file</source>
        <translation>Nummern der Etiketten aus einer Datei</translation>
    </message>
    <message>
        <source>Own return label</source>
        <translation>Eigenes Rücksendeetikett</translation>
    </message>
    <message>
        <source>Paste numbers</source>
        <translation>Nummern einfügen</translation>
    </message>
    <message>
        <source>Paste rows of a spreadsheet: return or order, number, perhaps the carrier.</source>
        <translation>Zeilen einer Tabelle einfügen: Retoure oder Bestellung, Nummer, vielleicht der Versanddienst.</translation>
    </message>
    <message>
        <source>Rows of a spreadsheet, or one column of numbers for the rows that have none</source>
        <translation>Zeilen einer Tabelle, oder eine Spalte von Nummern für die Zeilen ohne</translation>
    </message>
    <message>
        <source>Say it was sent</source>
        <translation>Als verschickt melden</translation>
    </message>
    <message>
        <source>Tables (*.csv *.txt *.tsv);;All files (*)</source>
        <translation>Tabellen (*.csv *.txt *.tsv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The buyer gets the file as the label of this return.</source>
        <translation>Der Käufer bekommt die Datei als Etikett dieser Retoure.</translation>
    </message>
    <message>
        <source>The buyer is told that the label was sent. Send it to them first.</source>
        <translation>Der Käufer erfährt, dass das Etikett verschickt ist. Es ihm vorher senden.</translation>
    </message>
    <message>
        <source>The clipboard</source>
        <translation>Die Zwischenablage</translation>
    </message>
</context>
<context>
    <name>LabelField</name>
    <message>
        <source>Choose the file …</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Choose the return label</source>
        <translation>Rücksendeetikett wählen</translation>
    </message>
    <message>
        <source>Labels ({endings})</source>
        <translation>Etiketten ({endings})</translation>
    </message>
    <message>
        <source>No file: Desk only says that the label was sent.</source>
        <translation>Keine Datei: Desk meldet nur, dass das Etikett verschickt ist.</translation>
    </message>
    <message>
        <source>{endings}, at most {size} MB</source>
        <translation>{endings}, höchstens {size}&#xa0;MB</translation>
    </message>
</context>
<context>
    <name>Line</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>LineBox</name>
    <message numerus="yes">
        <source>%n bought</source>
        <translation>
            <numerusform>%n gekauft</numerusform>
            <numerusform>%n gekauft</numerusform>
        </translation>
    </message>
    <message>
        <source>Announced</source>
        <translation>Angekündigt</translation>
    </message>
    <message>
        <source>Extra</source>
        <translation>Zu viel</translation>
    </message>
    <message>
        <source>Inspect {item}</source>
        <translation>{item} prüfen</translation>
    </message>
    <message>
        <source>Inspect …</source>
        <translation>Prüfen …</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Eingetroffen</translation>
    </message>
    <message>
        <source>To inspect</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>{reason}: the channel&apos;s own word, which none of our reasons stands for</source>
        <translation>{reason}: Wort des Kanals, dem noch kein eigener Grund zugeordnet ist</translation>
    </message>
</context>
<context>
    <name>LineRow</name>
    <message numerus="yes">
        <source>%n refunded</source>
        <translation>
            <numerusform>%n erstattet</numerusform>
            <numerusform>%n erstattet</numerusform>
        </translation>
    </message>
    <message>
        <source>Item without a name</source>
        <translation>Artikel ohne Namen</translation>
    </message>
    <message>
        <source>{shipped} of {ordered} shipped</source>
        <translation>{shipped} von {ordered} versandt</translation>
    </message>
</context>
<context>
    <name>ListPane</name>
    <message>
        <source>Orders found</source>
        <translation>Gefundene Bestellungen</translation>
    </message>
</context>
<context>
    <name>Locale</name>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>{} h ago</source>
        <translation>vor {}&#xa0;h</translation>
    </message>
    <message>
        <source>{} min ago</source>
        <translation>vor {}&#xa0;min</translation>
    </message>
    <message>
        <source>{} s ago</source>
        <translation>vor {}&#xa0;s</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Accounts and outbox</source>
        <translation>Konten und Ausgang</translation>
    </message>
    <message>
        <source>Menu bar</source>
        <translation>Menüleiste</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>To ship</source>
        <translation>Zu versenden</translation>
    </message>
</context>
<context>
    <name>MarkPaidDialog</name>
    <message>
        <source>For instance the bank&apos;s booking number; may stay empty</source>
        <translation>Zum Beispiel die Buchungsnummer der Bank; darf leer bleiben</translation>
    </message>
    <message>
        <source>Mark as paid</source>
        <translation>Als bezahlt melden</translation>
    </message>
    <message>
        <source>Reference of the payment</source>
        <translation>Kennzeichen der Zahlung</translation>
    </message>
    <message>
        <source>{amount} received</source>
        <translation>{amount} eingegangen</translation>
    </message>
    <message>
        <source>{channel} takes the {amount} for received and goes on with the order: it may tell the buyer by mail. Look at your bank account first.</source>
        <translation>{channel} hält die {amount} für eingegangen und führt die Bestellung weiter; oft geht dabei eine E-Mail an den Käufer. Zuerst auf dem Bankkonto nachsehen.</translation>
    </message>
</context>
<context>
    <name>MessageRow</name>
    <message>
        <source>Attachment</source>
        <translation>Anhang</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>Käufer</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Ungelesen</translation>
    </message>
    <message>
        <source>We</source>
        <translation>Wir</translation>
    </message>
</context>
<context>
    <name>MessagesCard</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n ungelesen</numerusform>
            <numerusform>%n ungelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>Add images</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message>
        <source>Addresses of images</source>
        <translation>Adressen von Bildern</translation>
    </message>
    <message>
        <source>Being queued …</source>
        <translation>Kommt in den Ausgang …</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>New message to {buyer}</source>
        <translation>Neue Nachricht an {buyer}</translation>
    </message>
    <message>
        <source>Reply to {buyer}</source>
        <translation>Antwort an {buyer}</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message numerus="yes">
        <source>The channel takes %n image(s) at most.</source>
        <translation>
            <numerusform>Der Kanal nimmt höchstens %n Bild.</numerusform>
            <numerusform>Der Kanal nimmt höchstens %n Bilder.</numerusform>
        </translation>
    </message>
    <message>
        <source>Write to the buyer</source>
        <translation>Dem Käufer schreiben</translation>
    </message>
    <message>
        <source>https://… – addresses of images, apart by blanks</source>
        <translation>https://… – Adressen von Bildern, durch Leerzeichen getrennt</translation>
    </message>
    <message>
        <source>“{}” is no safe address (https).</source>
        <translation>„{}“ ist keine sichere Adresse (https).</translation>
    </message>
</context>
<context>
    <name>MoneyCard</name>
    <message>
        <source>Held back: {amount}</source>
        <translation>Einbehalten: {amount}</translation>
    </message>
    <message>
        <source>It goes back as a refund of the order at {channel}.</source>
        <translation>Es geht als Erstattung der Bestellung bei {channel} zurück.</translation>
    </message>
    <message>
        <source>It goes back in the channel&apos;s own case of the return.</source>
        <translation>Es geht im Rückgabefall des Kanals zurück.</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>No money went back for this return.</source>
        <translation>Für diese Retoure ist kein Geld zurückgegangen.</translation>
    </message>
    <message>
        <source>Of the order&apos;s money {amount} can still go back.</source>
        <translation>Vom Geld der Bestellung können noch {amount} zurückgehen.</translation>
    </message>
    <message>
        <source>{amount} of this return went back.</source>
        <translation>Für diese Retoure sind {amount} zurückgegangen.</translation>
    </message>
    <message>
        <source>“{}”</source>
        <translation>„{}“</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Filter, order and groups, to be chosen again with one click.</source>
        <translation>Filter, Reihenfolge und Gruppen, mit einem Klick wieder da.</translation>
    </message>
    <message>
        <source>For everybody who works with this store</source>
        <translation>Für alle, die mit diesem Bestand arbeiten</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>Einen Namen eingeben.</translation>
    </message>
    <message>
        <source>Keep view</source>
        <translation>Ansicht sichern</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>Name der Ansicht</translation>
    </message>
    <message>
        <source>Rename view</source>
        <translation>Ansicht umbenennen</translation>
    </message>
</context>
<context>
    <name>NavViews</name>
    <message numerus="yes">
        <source>%n return(s)</source>
        <translation>
            <numerusform>%n Retoure</numerusform>
            <numerusform>%n Retouren</numerusform>
        </translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
</context>
<context>
    <name>NeedsPage</name>
    <message>
        <source>Where to find it</source>
        <translation>Wo es zu finden ist</translation>
    </message>
    <message>
        <source>Which rights, and why</source>
        <translation>Welche Rechte und warum</translation>
    </message>
    <message>
        <source>You need</source>
        <translation>Nötig sind</translation>
    </message>
</context>
<context>
    <name>NewPill</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n neue</numerusform>
            <numerusform>%n neue</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoteCard</name>
    <message>
        <source>Buyer&apos;s note</source>
        <translation>Anmerkung zur Bestellung</translation>
    </message>
</context>
<context>
    <name>NoteRow</name>
    <message>
        <source>Delete note</source>
        <translation>Notiz löschen</translation>
    </message>
    <message>
        <source>Edit note</source>
        <translation>Notiz bearbeiten</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>Jemand</translation>
    </message>
</context>
<context>
    <name>NotesCard</name>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Internal note</source>
        <translation>Interne Notiz</translation>
    </message>
    <message>
        <source>Internal notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Note for colleagues …</source>
        <translation>Notiz für Kollegen …</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Note for colleagues; no channel sees it</source>
        <translation>Notiz für Kollegen, kein Kanal sieht sie</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>Alle %n anzeigen</numerusform>
            <numerusform>Alle %n anzeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Weniger anzeigen</translation>
    </message>
</context>
<context>
    <name>Nothing</name>
    <message>
        <source>Clear filters</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>NothingFound</name>
    <message numerus="yes">
        <source>%n order(s) do not fit the filter.</source>
        <translation>
            <numerusform>%n Bestellung passt nicht zum Filter.</numerusform>
            <numerusform>%n Bestellungen passen nicht zum Filter.</numerusform>
        </translation>
    </message>
    <message>
        <source>Connect an account …</source>
        <translation>Konto verbinden …</translation>
    </message>
    <message>
        <source>Connect the channel you sell on, or look around among made-up orders first. F1 lists all keys.</source>
        <translation>Den eigenen Verkaufskanal verbinden oder sich zuerst zwischen erfundenen Bestellungen umsehen. F1 zeigt alle Tasten.</translation>
    </message>
    <message>
        <source>Copy search text</source>
        <translation>Suchtext kopieren</translation>
    </message>
    <message>
        <source>Look at demo data</source>
        <translation>Mit Demodaten ansehen</translation>
    </message>
    <message>
        <source>Looked for in order number, name, company, e-mail address, phone, postcode, article number, tracking number and invoice number of all fetched orders. A part is enough: try fewer words, or only the end of a number.</source>
        <translation>Gesucht in Bestellnummer, Name, Firma, E-Mail-Adresse, Telefon, Postleitzahl, Artikelnummer, Sendungsnummer und Rechnungsnummer aller abgeglichenen Bestellungen. Ein Teil genügt: weniger Wörter versuchen oder nur das Ende einer Nummer.</translation>
    </message>
    <message>
        <source>No account yet</source>
        <translation>Noch kein Konto</translation>
    </message>
    <message>
        <source>No orders yet</source>
        <translation>Noch keine Bestellungen</translation>
    </message>
    <message>
        <source>None of these orders fits the filter</source>
        <translation>Keine dieser Bestellungen passt zum Filter</translation>
    </message>
    <message>
        <source>None of these orders is “%1”</source>
        <translation>Keine dieser Bestellungen ist „%1“</translation>
    </message>
    <message>
        <source>Nothing found for “%1”</source>
        <translation>Nichts gefunden für „%1“</translation>
    </message>
    <message>
        <source>Orders appear here as soon as an account has fetched its first ones.</source>
        <translation>Bestellungen erscheinen hier, sobald ein Konto die ersten abgeglichen hat.</translation>
    </message>
    <message>
        <source>Search for “%1”</source>
        <translation>Nach „%1“ suchen</translation>
    </message>
    <message>
        <source>Show all hits</source>
        <translation>Alle Treffer zeigen</translation>
    </message>
</context>
<context>
    <name>Noting</name>
    <message>
        <source>Note changed</source>
        <translation>Notiz geändert</translation>
    </message>
    <message>
        <source>Note deleted</source>
        <translation>Notiz gelöscht</translation>
    </message>
    <message>
        <source>Note saved</source>
        <translation>Notiz gespeichert</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
    </message>
</context>
<context>
    <name>NumberField</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
</context>
<context>
    <name>OpenReturnDialog</name>
    <message>
        <source>All that was shipped is in a return already.</source>
        <translation>Alles Verschickte ist schon in einer Retoure.</translation>
    </message>
    <message>
        <source>Can come back</source>
        <translation>Kann zurück</translation>
    </message>
    <message>
        <source>Choose a reason.</source>
        <translation>Einen Grund wählen.</translation>
    </message>
    <message>
        <source>Comes back</source>
        <translation>Kommt zurück</translation>
    </message>
    <message>
        <source>Counting what can come back …</source>
        <translation>Zählt, was zurückkommen kann …</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Open a return</source>
        <translation>Retoure anlegen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Say how many pieces come back.</source>
        <translation>Sagen, wie viele Stück zurückkommen.</translation>
    </message>
    <message>
        <source>The channel is told nothing: this return is the merchant&apos;s own.</source>
        <translation>Der Kanal erfährt nichts: diese Retoure ist eine eigene.</translation>
    </message>
    <message>
        <source>The parcel is here already</source>
        <translation>Das Paket ist schon da</translation>
    </message>
    <message>
        <source>The pieces count as received: next they are inspected.</source>
        <translation>Die Stück gelten als eingetroffen: als Nächstes werden sie geprüft.</translation>
    </message>
</context>
<context>
    <name>OrderCard</name>
    <message>
        <source>Changed at the channel while you had it open.</source>
        <translation>Hat sich im Verkaufskanal geändert, während sie offen war.</translation>
    </message>
    <message>
        <source>updated</source>
        <translation>aktualisiert</translation>
    </message>
</context>
<context>
    <name>OrderHeader</name>
    <message>
        <source>Copy order number</source>
        <translation>Bestellnummer kopieren</translation>
    </message>
    <message>
        <source>Test order</source>
        <translation>Testbestellung</translation>
    </message>
    <message>
        <source>invoice {}</source>
        <translation>Rechnung {}</translation>
    </message>
    <message>
        <source>ordered {}</source>
        <translation>bestellt {}</translation>
    </message>
</context>
<context>
    <name>OrderLink</name>
    <message>
        <source>Open order {number}, {details}</source>
        <translation>Bestellung {number} öffnen, {details}</translation>
    </message>
</context>
<context>
    <name>OrdersScreen</name>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n Treffer</numerusform>
            <numerusform>%n Treffer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n parcel(s) of {number} will be reported</source>
        <translation>
            <numerusform>%n Paket zu {number} wird gemeldet</numerusform>
            <numerusform>%n Pakete zu {number} werden gemeldet</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose an order first.</source>
        <translation>Zuerst eine Bestellung wählen.</translation>
    </message>
    <message>
        <source>No order is on show here. Open one in the search first.</source>
        <translation>Hier ist keine Bestellung zu sehen. Zuerst in der Suche eine öffnen.</translation>
    </message>
    <message>
        <source>The order is being opened.</source>
        <translation>Die Bestellung wird gerade geöffnet.</translation>
    </message>
</context>
<context>
    <name>OutboxScreen</name>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n erledigt</numerusform>
            <numerusform>%n erledigt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s) copied.</source>
        <translation>
            <numerusform>%n Eintrag kopiert.</numerusform>
            <numerusform>%n Einträge kopiert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not possible</source>
        <translation>
            <numerusform>%n nicht möglich</numerusform>
            <numerusform>%n nicht möglich</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Agree …</source>
        <translation>Zustimmen …</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>All accounts</source>
        <translation>Alle Konten</translation>
    </message>
    <message>
        <source>Changes for the channels</source>
        <translation>Änderungen für die Verkaufskanäle</translation>
    </message>
    <message>
        <source>Clear selection: {count}</source>
        <translation>Auswahl aufheben: {count}</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>It arrived</source>
        <translation>Ist angekommen</translation>
    </message>
    <message>
        <source>It did not arrive, drop it</source>
        <translation>Ist nicht angekommen, verwerfen</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Wartet auf Sie</translation>
    </message>
    <message>
        <source>Not possible in this state.</source>
        <translation>In diesem Zustand nicht möglich.</translation>
    </message>
    <message>
        <source>Nothing here.</source>
        <translation>Hier ist nichts.</translation>
    </message>
    <message>
        <source>Nothing is waiting. What you report to a channel shows here until the channel confirms it.</source>
        <translation>Nichts wartet. Was an einen Verkaufskanal gemeldet wird, steht hier, bis er es bestätigt.</translation>
    </message>
    <message>
        <source>On the way</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Open order</source>
        <translation>Bestellung öffnen</translation>
    </message>
    <message>
        <source>Select an entry first.</source>
        <translation>Zuerst einen Eintrag wählen.</translation>
    </message>
    <message>
        <source>Select one.</source>
        <translation>Einen einzelnen Eintrag auswählen.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Nothing fits. Try fewer letters.</source>
        <translation>Nichts passt dazu. Bitte weniger Buchstaben eingeben.</translation>
    </message>
    <message>
        <source>Type a command, an order or a customer</source>
        <translation>Befehl, Bestellung oder Kunde eingeben</translation>
    </message>
    <message>
        <source>Type, or choose below</source>
        <translation>Eintippen oder unten wählen</translation>
    </message>
</context>
<context>
    <name>ParcelForm</name>
    <message numerus="yes">
        <source>%n stay(s) open</source>
        <translation>
            <numerusform>%n bleibt offen</numerusform>
            <numerusform>%n bleiben offen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n too many</source>
        <translation>
            <numerusform>%n zu viel</numerusform>
            <numerusform>%n zu viel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n open piece(s): choose others</source>
        <translation>
            <numerusform>Das %n offene Stück: andere wählen</numerusform>
            <numerusform>Alle %n offenen Stücke: andere wählen</numerusform>
        </translation>
    </message>
    <message>
        <source>Carrier</source>
        <translation>Versanddienst</translation>
    </message>
    <message>
        <source>Carrier not recognised. Choose it.</source>
        <translation>Versanddienst nicht erkannt. Bitte wählen.</translation>
    </message>
    <message>
        <source>Could be {}. Choose the carrier.</source>
        <translation>Könnte {} sein. Versanddienst wählen.</translation>
    </message>
    <message>
        <source>Parcel {}</source>
        <translation>Paket {}</translation>
    </message>
    <message>
        <source>Recognised: {}</source>
        <translation>Erkannt: {}</translation>
    </message>
    <message>
        <source>Remove parcel {}</source>
        <translation>Paket {} entfernen</translation>
    </message>
    <message>
        <source>Remove this parcel</source>
        <translation>Dieses Paket entfernen</translation>
    </message>
    <message>
        <source>Tracking number: type, scan or paste</source>
        <translation>Sendungsnummer: eingeben, scannen oder einfügen</translation>
    </message>
    <message>
        <source>of {}</source>
        <translation>von {}</translation>
    </message>
    <message>
        <source>{}: carrier</source>
        <translation>{}: Versanddienst</translation>
    </message>
    <message>
        <source>{}: tracking number</source>
        <translation>{}: Sendungsnummer</translation>
    </message>
</context>
<context>
    <name>ParcelRow</name>
    <message numerus="yes">
        <source>%n piece(s)</source>
        <translation>
            <numerusform>%n Stück</numerusform>
            <numerusform>%n Stück</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy tracking number</source>
        <translation>Sendungsnummer kopieren</translation>
    </message>
    <message>
        <source>Track the parcel</source>
        <translation>Sendung verfolgen</translation>
    </message>
</context>
<context>
    <name>ParcelsDialog</name>
    <message numerus="yes">
        <source>%n parcel(s) wait until somebody knows whose they are</source>
        <translation>
            <numerusform>%n Paket wartet, bis jemand weiß, wem es gehört</numerusform>
            <numerusform>%n Pakete warten, bis jemand weiß, wem sie gehören</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>It may belong to:</source>
        <translation>Es gehört vielleicht zu:</translation>
    </message>
    <message>
        <source>Keep it, nobody knows whose it is</source>
        <translation>Aufbewahren, niemand weiß, wem es gehört</translation>
    </message>
    <message>
        <source>Nobody&apos;s, as far as Desk knows. Look for the sender&apos;s name, or keep it.</source>
        <translation>Es gehört niemandem, soweit Desk weiß. Nach dem Namen des Absenders suchen oder aufbewahren.</translation>
    </message>
    <message>
        <source>Open a return of order {order}</source>
        <translation>Eine Retoure der Bestellung {order} anlegen</translation>
    </message>
    <message>
        <source>Return {return_}</source>
        <translation>Retoure {return_}</translation>
    </message>
    <message>
        <source>Scan or type what stands on it: a number, an order, an article</source>
        <translation>Scannen oder eintippen, was darauf steht: Nummer, Bestellung, Artikel</translation>
    </message>
    <message>
        <source>Unannounced parcel</source>
        <translation>Unangekündigtes Paket</translation>
    </message>
    <message>
        <source>What stands on the parcel</source>
        <translation>Was auf dem Paket steht</translation>
    </message>
</context>
<context>
    <name>PastingEdit</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
</context>
<context>
    <name>PaymentCard</name>
    <message>
        <source>Amount received</source>
        <translation>Betrag eingegangen</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Zahlart</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>Zahlung</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Eingang</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Erstattet</translation>
    </message>
</context>
<context>
    <name>Photos</name>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Add photos …</source>
        <translation>Fotos hinzufügen …</translation>
    </message>
    <message>
        <source>Or drop them here: JPEG, PNG or WebP, at most 10 MB.</source>
        <translation>Oder hier ablegen: JPEG, PNG oder WebP, höchstens 10 MB.</translation>
    </message>
    <message>
        <source>Pictures ({endings})</source>
        <translation>Bilder ({endings})</translation>
    </message>
</context>
<context>
    <name>PhotosCard</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
</context>
<context>
    <name>PrivacyDialog</name>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n Unterhaltung</numerusform>
            <numerusform>%n Unterhaltungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n Notiz</numerusform>
            <numerusform>%n Notizen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n Bestellung</numerusform>
            <numerusform>%n Bestellungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) and case(s)</source>
        <translation>
            <numerusform>%n Retoure oder Fall</numerusform>
            <numerusform>%n Retouren und Fälle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) for the outbox</source>
        <translation>
            <numerusform>%n wartet auf den Ausgang</numerusform>
            <numerusform>%n warten auf den Ausgang</numerusform>
        </translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Being changed …</source>
        <translation>Wird geändert …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Forget buyers</source>
        <translation>Käufer vergessen</translation>
    </message>
    <message numerus="yes">
        <source>Forget the buyers of %n order(s)</source>
        <translation>
            <numerusform>Käufer von %n Bestellung vergessen</numerusform>
            <numerusform>Käufer von %n Bestellungen vergessen</numerusform>
        </translation>
    </message>
    <message>
        <source>Forgetting …</source>
        <translation>Wird vergessen …</translation>
    </message>
    <message>
        <source>Nobody is due.</source>
        <translation>Niemand ist fällig.</translation>
    </message>
    <message>
        <source>Once an order is shipped or called off for so long, Desk takes out who bought it: name, street, phone, e-mail, messages and notes, also from the search. Order, amounts and returns stay. It happens by itself once a day and cannot be undone; backups made before still hold the names until they are replaced.</source>
        <translation>Ist eine Bestellung so lange versendet oder storniert, nimmt Desk heraus, wer gekauft hat: Name, Straße, Telefon, E-Mail, Nachrichten und Notizen, auch aus der Suche. Bestellung, Beträge und Retouren bleiben. Das geschieht einmal am Tag von selbst und lässt sich nicht rückgängig machen; ältere Sicherungen enthalten die Namen noch, bis sie ersetzt sind.</translation>
    </message>
    <message numerus="yes">
        <source>The buyers of %n order(s) are forgotten.</source>
        <translation>
            <numerusform>Der Käufer von %n Bestellung ist vergessen.</numerusform>
            <numerusform>Die Käufer von %n Bestellungen sind vergessen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Traces in the store&apos;s files are wiped at the next run.</source>
        <translation>Spuren in den Dateien des Datenspeichers werden beim nächsten Lauf entfernt.</translation>
    </message>
    <message>
        <source>Wait a moment.</source>
        <translation>Einen Moment warten.</translation>
    </message>
    <message>
        <source>Would go now</source>
        <translation>Jetzt fällig</translation>
    </message>
    <message numerus="yes">
        <source>after %n day(s)</source>
        <translation>
            <numerusform>nach %n Tag</numerusform>
            <numerusform>nach %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>as the channel asks ({when})</source>
        <translation>wie der Kanal es verlangt ({when})</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>{account}: forget buyers</source>
        <translation>{account}: Käufer vergessen</translation>
    </message>
</context>
<context>
    <name>Quantity</name>
    <message>
        <source>One piece less</source>
        <translation>Ein Stück weniger</translation>
    </message>
    <message>
        <source>One piece more</source>
        <translation>Ein Stück mehr</translation>
    </message>
    <message>
        <source>Pieces of {}</source>
        <translation>Stückzahl von {}</translation>
    </message>
</context>
<context>
    <name>RangeDialog</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>A day, a month (11/2026) or a year; an empty field leaves that side open.</source>
        <translation>Ein Tag, ein Monat (11/2026) oder ein Jahr; ein leeres Feld lässt diese Seite offen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>From {day} on</source>
        <translation>Ab {day}</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Letzter Monat</translation>
    </message>
    <message>
        <source>Orders of these days</source>
        <translation>Bestellungen dieser Tage</translation>
    </message>
    <message>
        <source>Show these days</source>
        <translation>Diese Tage zeigen</translation>
    </message>
    <message>
        <source>The end lies before the beginning.</source>
        <translation>Das Ende liegt vor dem Anfang.</translation>
    </message>
    <message>
        <source>This is no date. Type it like {day}.</source>
        <translation>Das ist kein Datum. So eintippen: {day}.</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Dieses Jahr</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Type at least one of the two.</source>
        <translation>Mindestens eines der beiden eintippen.</translation>
    </message>
    <message>
        <source>Until {day}</source>
        <translation>Bis {day}</translation>
    </message>
</context>
<context>
    <name>ReadPage</name>
    <message numerus="yes">
        <source>%n piece(s)</source>
        <translation>
            <numerusform>%n Stück</numerusform>
            <numerusform>%n Stück</numerusform>
        </translation>
    </message>
    <message>
        <source>Its newest orders. Is it the right one?</source>
        <translation>Die neuesten Bestellungen. Ist es der richtige?</translation>
    </message>
    <message>
        <source>The sign-in works. There are no orders in the last 90 days.</source>
        <translation>Die Anmeldung klappt. In den letzten 90 Tagen gab es keine Bestellungen.</translation>
    </message>
    <message>
        <source>This was only a look: nothing was changed there, nothing is stored yet.</source>
        <translation>Das war nur ein Blick: Dort wurde nichts geändert, hier noch nichts gespeichert.</translation>
    </message>
    <message>
        <source>{shop} answers</source>
        <translation>{shop} antwortet</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message numerus="yes">
        <source>%n return(s) now have the reason “{reason}”</source>
        <translation>
            <numerusform>%n Retoure hat jetzt den Grund „{reason}“</numerusform>
            <numerusform>%n Retouren haben jetzt den Grund „{reason}“</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReceiveDialog</name>
    <message numerus="yes">
        <source>%n more than announced: counted as extra.</source>
        <translation>
            <numerusform>%n mehr als angekündigt: als zu viel gezählt.</numerusform>
            <numerusform>%n mehr als angekündigt: als zu viel gezählt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still expected.</source>
        <translation>
            <numerusform>%n noch erwartet.</numerusform>
            <numerusform>%n noch erwartet.</numerusform>
        </translation>
    </message>
    <message>
        <source>A word to the buyer</source>
        <translation>Ein Wort an den Käufer</translation>
    </message>
    <message>
        <source>Came</source>
        <translation>Eingetroffen</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>Goods have arrived</source>
        <translation>Ware ist eingetroffen</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Position</translation>
    </message>
    <message numerus="yes">
        <source>Note %n received</source>
        <translation>
            <numerusform>%n Stück eingetroffen</numerusform>
            <numerusform>%n Stück eingetroffen</numerusform>
        </translation>
    </message>
    <message>
        <source>Say how many pieces came: at least one.</source>
        <translation>Sagen, wie viele Stück kamen: mindestens eines.</translation>
    </message>
    <message>
        <source>Take the expected pieces of {item}</source>
        <translation>Erwartete Stück von {item} übernehmen</translation>
    </message>
    <message>
        <source>{channel} is told that the goods are back.</source>
        <translation>{channel} erfährt, dass die Ware zurück ist.</translation>
    </message>
    <message>
        <source>{channel} is told that the goods are back. The time to refund runs from now on.</source>
        <translation>{channel} erfährt, dass die Ware zurück ist. Ab jetzt läuft die Frist für die Erstattung.</translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <source>A new one replaces the one before.</source>
        <translation>Ein neuer ersetzt den bisherigen.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>I have written it down or printed it</source>
        <translation>Ich habe ihn aufgeschrieben oder gedruckt</translation>
    </message>
    <message>
        <source>Make the key</source>
        <translation>Schlüssel anlegen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>Wiederherstellungsschlüssel</translation>
    </message>
    <message>
        <source>The store is encrypted, and its key lies in this computer&apos;s keyring. Should the keyring be lost, the recovery key opens the store and its daily backups. It is shown once, and Desk does not keep it.</source>
        <translation>Der Datenbestand ist verschlüsselt, und sein Schlüssel liegt im Schlüsselbund dieses Computers. Geht der Schlüsselbund verloren, öffnet der Wiederherstellungsschlüssel den Datenbestand und die täglichen Sicherungen. Er wird einmal gezeigt, und Desk behält ihn nicht.</translation>
    </message>
</context>
<context>
    <name>RefundDialog</name>
    <message>
        <source>A word to the buyer</source>
        <translation>Ein Wort an den Käufer</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>Verbuchen</translation>
    </message>
    <message>
        <source>Book a refund</source>
        <translation>Erstattung verbuchen</translation>
    </message>
    <message>
        <source>Book {amount}</source>
        <translation>{amount} verbuchen</translation>
    </message>
    <message>
        <source>Choose a reason.</source>
        <translation>Einen Grund wählen.</translation>
    </message>
    <message>
        <source>Enter an amount.</source>
        <translation>Einen Betrag eingeben.</translation>
    </message>
    <message>
        <source>One amount for the whole order</source>
        <translation>Ein Betrag für die ganze Bestellung</translation>
    </message>
    <message>
        <source>Only {amount} of it can still be refunded.</source>
        <translation>Davon können nur noch {amount} erstattet werden.</translation>
    </message>
    <message>
        <source>Only {amount} of the order can still be refunded.</source>
        <translation>Von der Bestellung können nur noch {amount} erstattet werden.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>Erstatten</translation>
    </message>
    <message>
        <source>Refund {amount}</source>
        <translation>{amount} erstatten</translation>
    </message>
    <message>
        <source>{channel} only books this refund: it cannot send money by this payment method. Send it to the buyer by hand.</source>
        <translation>{channel} verbucht diese Erstattung nur: Über diese Zahlungsart lässt sich kein Geld zurücksenden. Überweisen Sie es dem Käufer selbst.</translation>
    </message>
    <message>
        <source>{channel} pays the buyer. Once it is done there, it cannot be undone.</source>
        <translation>{channel} zahlt dem Käufer. Ist das dort geschehen, ist es nicht umkehrbar.</translation>
    </message>
    <message>
        <source>{sum} of {left} that can still be refunded</source>
        <translation>{sum} von {left}, die noch erstattet werden können</translation>
    </message>
    <message>
        <source>“{text}” is no amount. It looks like {example}.</source>
        <translation>„{text}“ ist kein Betrag. So sieht einer aus: {example}.</translation>
    </message>
</context>
<context>
    <name>RefundInquiryDialog</name>
    <message>
        <source>A word to the buyer</source>
        <translation>Ein Wort an den Käufer</translation>
    </message>
    <message>
        <source>Refund what did not arrive</source>
        <translation>Nicht Angekommenes erstatten</translation>
    </message>
    <message>
        <source>Refund {amount}</source>
        <translation>{amount} erstatten</translation>
    </message>
    <message>
        <source>{channel} pays the buyer everything: {amount}. Once it is done there, it cannot be undone.</source>
        <translation>{channel} zahlt dem Käufer alles: {amount}. Ist das dort geschehen, ist es nicht umkehrbar.</translation>
    </message>
</context>
<context>
    <name>RefundReturnDialog</name>
    <message>
        <source>A word to the buyer</source>
        <translation>Ein Wort an den Käufer</translation>
    </message>
    <message>
        <source>Enter an amount.</source>
        <translation>Einen Betrag eingeben.</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>Ware</translation>
    </message>
    <message>
        <source>Only {amount} of the order can still be refunded.</source>
        <translation>Von der Bestellung können nur noch {amount} erstattet werden.</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>Erstatten</translation>
    </message>
    <message>
        <source>Refund return</source>
        <translation>Retoure erstatten</translation>
    </message>
    <message>
        <source>Refund {amount}</source>
        <translation>{amount} erstatten</translation>
    </message>
    <message>
        <source>Shipping to the buyer</source>
        <translation>Versand zum Käufer</translation>
    </message>
    <message>
        <source>{channel} pays the buyer. Once it is done there, it cannot be undone.</source>
        <translation>{channel} zahlt dem Käufer. Ist das dort geschehen, ist es nicht umkehrbar.</translation>
    </message>
    <message>
        <source>{sum} of {left} that can still be refunded</source>
        <translation>{sum} von {left}, die noch erstattet werden können</translation>
    </message>
</context>
<context>
    <name>RepairDialog</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weiterer</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>All records could be read.</source>
        <translation>Alle Datensätze konnten gelesen werden.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>It came without a number; the next fetch may bring it again.</source>
        <translation>Er kam ohne Nummer; der nächste Abgleich bringt ihn vielleicht wieder.</translation>
    </message>
    <message>
        <source>It is being read.</source>
        <translation>Er wird gelesen.</translation>
    </message>
    <message>
        <source>Not readable: {reason}</source>
        <translation>Nicht lesbar: {reason}</translation>
    </message>
    <message>
        <source>Not yet: {trouble}</source>
        <translation>Noch nicht: {trouble}</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Erneut lesen</translation>
    </message>
    <message>
        <source>Read {record} again</source>
        <translation>{record} erneut lesen</translation>
    </message>
    <message>
        <source>They are kept here until they can be read. All others are fetched as usual.</source>
        <translation>Sie bleiben hier, bis sie gelesen werden können. Alle anderen werden wie immer abgeglichen.</translation>
    </message>
    <message numerus="yes">
        <source>seen %n time(s)</source>
        <translation>
            <numerusform>%n-mal gesehen</numerusform>
            <numerusform>%n-mal gesehen</numerusform>
        </translation>
    </message>
    <message>
        <source>without a number</source>
        <translation>ohne Nummer</translation>
    </message>
    <message>
        <source>{account}: records that could not be read</source>
        <translation>{account}: nicht lesbare Datensätze</translation>
    </message>
</context>
<context>
    <name>RescueDialog</name>
    <message>
        <source>Backup of {moment}, {orders} orders. The store that is here is kept aside.</source>
        <translation>Sicherung vom {moment}, {orders} Bestellungen. Der vorhandene Datenbestand wird beiseitegelegt.</translation>
    </message>
    <message>
        <source>Choose a backup …</source>
        <translation>Sicherung wählen …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Desk cannot start</source>
        <translation>Desk kann nicht starten</translation>
    </message>
    <message>
        <source>Open the store</source>
        <translation>Datenbestand öffnen</translation>
    </message>
    <message>
        <source>Passphrase of the backup, or recovery key</source>
        <translation>Passphrase der Sicherung oder Wiederherstellungsschlüssel</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>Wiederherstellungsschlüssel</translation>
    </message>
    <message>
        <source>Restore this backup</source>
        <translation>Diese Sicherung einspielen</translation>
    </message>
    <message>
        <source>This is being tried …</source>
        <translation>Wird versucht …</translation>
    </message>
</context>
<context>
    <name>Returning</name>
    <message>
        <source>Return {number} is opened</source>
        <translation>Retoure {number} ist angelegt</translation>
    </message>
    <message>
        <source>To the return</source>
        <translation>Zur Retoure</translation>
    </message>
</context>
<context>
    <name>ReturnsCard</name>
    <message>
        <source>Another return …</source>
        <translation>Weitere Retoure …</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>Retouren</translation>
    </message>
</context>
<context>
    <name>ReturnsScreen</name>
    <message numerus="yes">
        <source>%n order number(s) copied</source>
        <translation>
            <numerusform>%n Bestellnummer kopiert</numerusform>
            <numerusform>%n Bestellnummern kopiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) selected</source>
        <translation>
            <numerusform>%n Retoure ausgewählt</numerusform>
            <numerusform>%n Retouren ausgewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>%n Zeile kopiert</numerusform>
            <numerusform>%n Zeilen kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>From file …</source>
        <translation>Aus Datei …</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>Retouren</translation>
    </message>
    <message>
        <source>Select returns first.</source>
        <translation>Zuerst Retouren auswählen.</translation>
    </message>
    <message>
        <source>Settle the returns of a table (CSV); it may also be dropped here</source>
        <translation>Die Retouren einer Tabelle (CSV) erstatten; sie lässt sich auch hierher ziehen</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
</context>
<context>
    <name>RulesPage</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n Jahr</numerusform>
            <numerusform>%n Jahre</numerusform>
        </translation>
    </message>
    <message>
        <source>Desk may report shipments, too</source>
        <translation>Desk darf auch Sendungen melden</translation>
    </message>
    <message>
        <source>Name of the account</source>
        <translation>Name des Kontos</translation>
    </message>
    <message>
        <source>Older orders are not fetched. The further back, the longer the first fetch takes.</source>
        <translation>Ältere Bestellungen werden nicht geholt. Je weiter zurück, desto länger dauert der erste Abgleich.</translation>
    </message>
    <message>
        <source>Orders from this day on</source>
        <translation>Bestellungen ab diesem Tag</translation>
    </message>
    <message>
        <source>Read-only to begin with: Desk changes nothing there. It can be switched on at any time.</source>
        <translation>Zunächst nur lesen: Desk ändert dort nichts. Lässt sich jederzeit einschalten.</translation>
    </message>
    <message>
        <source>This day is still to come.</source>
        <translation>Dieser Tag kommt erst noch.</translation>
    </message>
    <message>
        <source>This is no date. It looks like {date}.</source>
        <translation>Das ist kein Datum. Es sieht so aus: {date}.</translation>
    </message>
    <message>
        <source>This key may only read. With one that may write, reporting can be switched on later.</source>
        <translation>Dieser Schlüssel darf nur lesen. Mit einem, der schreiben darf, lässt sich das Melden später einschalten.</translation>
    </message>
    <message>
        <source>What Desk may do there</source>
        <translation>Was Desk dort darf</translation>
    </message>
</context>
<context>
    <name>SayDialog</name>
    <message>
        <source>Add a photo of the wrong content: the channel asks for it.</source>
        <translation>Ein Foto des falschen Inhalts hinzufügen: der Kanal verlangt es.</translation>
    </message>
    <message>
        <source>Give the label</source>
        <translation>Etikett übermitteln</translation>
    </message>
    <message>
        <source>The buyer gets the file as the label of this return.</source>
        <translation>Der Käufer bekommt die Datei als Etikett dieser Retoure.</translation>
    </message>
    <message>
        <source>Fill in: {field}</source>
        <translation>Bitte ausfüllen: {field}</translation>
    </message>
    <message>
        <source>{channel} is told at once.</source>
        <translation>{channel} erfährt es sofort.</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n Treffer</numerusform>
            <numerusform>%n Treffer</numerusform>
        </translation>
    </message>
    <message>
        <source>Order number, name, e-mail, phone, tracking number …</source>
        <translation>Bestellnummer, Name, E-Mail, Telefon, Sendungsnummer …</translation>
    </message>
    <message>
        <source>Search orders and customers</source>
        <translation>Bestellungen und Kunden suchen</translation>
    </message>
    <message>
        <source>more than {} hits</source>
        <translation>mehr als {} Treffer</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear selection</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Give another reason</source>
        <translation>Anderen Grund geben</translation>
    </message>
    <message>
        <source>Inspect all that waits of them, as one condition</source>
        <translation>Alles davon, was auf die Prüfung wartet, in einem Zustand prüfen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message numerus="yes">
        <source>Select all %n of the filter</source>
        <translation>
            <numerusform>Die eine des Filters auswählen</numerusform>
            <numerusform>Alle %n des Filters auswählen</numerusform>
        </translation>
    </message>
    <message>
        <source>Selected returns</source>
        <translation>Ausgewählte Retouren</translation>
    </message>
    <message>
        <source>{grade} (with its photo, on the return&apos;s page)</source>
        <translation>{grade} (mit Foto, auf der Seite der Retoure)</translation>
    </message>
</context>
<context>
    <name>SendLinkDialog</name>
    <message>
        <source>Send a link to pay</source>
        <translation>Zahlungslink senden</translation>
    </message>
    <message>
        <source>Send the link</source>
        <translation>Link senden</translation>
    </message>
    <message>
        <source>{channel} mails the buyer ({email}) how to pay the {amount}.</source>
        <translation>{channel} schickt dem Käufer ({email}) eine E-Mail, wie die {amount} zu zahlen sind.</translation>
    </message>
</context>
<context>
    <name>SetStatusDialog</name>
    <message>
        <source>Choose a status</source>
        <translation>Status wählen</translation>
    </message>
    <message>
        <source>Choose a status.</source>
        <translation>Einen Status wählen.</translation>
    </message>
    <message>
        <source>New status</source>
        <translation>Neuer Status</translation>
    </message>
    <message>
        <source>New status, instead of {status}</source>
        <translation>Neuer Status statt {status}</translation>
    </message>
    <message>
        <source>Other status</source>
        <translation>Anderer Status</translation>
    </message>
    <message>
        <source>Set the status</source>
        <translation>Status setzen</translation>
    </message>
    <message>
        <source>{channel} may mail the buyer about it, as it is set up there. No money moves, nothing is shipped.</source>
        <translation>Je nach Einstellung schickt {channel} dem Käufer dazu eine E-Mail. Es fließt kein Geld, und es wird nichts versendet.</translation>
    </message>
</context>
<context>
    <name>SettingField</name>
    <message>
        <source>Hide {field}</source>
        <translation>{field} verbergen</translation>
    </message>
    <message>
        <source>Kept in the keyring; leave empty to keep it</source>
        <translation>Im Schlüsselbund; leer lassen, um es zu behalten</translation>
    </message>
    <message>
        <source>Show {field}</source>
        <translation>{field} zeigen</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>Fewer settings</source>
        <translation>Weniger Einstellungen</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message>
        <source>Settings and keys</source>
        <translation>Einstellungen und Schlüssel</translation>
    </message>
    <message>
        <source>Several values can be pasted at once; each goes into its own field.</source>
        <translation>Mehrere Werte lassen sich auf einmal einfügen; jeder kommt in sein Feld.</translation>
    </message>
    <message>
        <source>{trouble} It said: {words}</source>
        <translation>{trouble} Die Antwort war: {words}</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>Bequem</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Kompakt</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Rows of lists</source>
        <translation>Zeilen der Listen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show the menu bar (F10)</source>
        <translation>Menüleiste zeigen (F10)</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number}&#xa0;%</translation>
    </message>
</context>
<context>
    <name>SettleDialog</name>
    <message>
        <source>Loss of value by the grades found: {amount}. Take it over</source>
        <translation>Wertersatz nach den Zuständen: {amount}. Übernehmen</translation>
    </message>
    <message>
        <source>Nothing goes back for this return: close it, or change the amounts.</source>
        <translation>Für diese Retoure geht nichts zurück: schließen oder die Beträge ändern.</translation>
    </message>
    <message>
        <source>Nothing is left of this order&apos;s money: it went back already, or goes back with another return. See its payments, then close this return.</source>
        <translation>Vom Geld dieser Bestellung ist nichts mehr übrig: Es ist schon zurückgegangen oder geht mit einer anderen Retoure zurück. Sehen Sie sich die Zahlungen an, und schließen Sie diese Retoure dann ab.</translation>
    </message>
    <message>
        <source>Of the order&apos;s money {amount} can still go back.</source>
        <translation>Vom Geld der Bestellung können noch {amount} zurückgehen.</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>Erstatten</translation>
    </message>
    <message>
        <source>Refund return</source>
        <translation>Retoure erstatten</translation>
    </message>
    <message>
        <source>Refund {amount}</source>
        <translation>{amount} erstatten</translation>
    </message>
    <message>
        <source>Shipping cost {amount}; no more of it can go back.</source>
        <translation>Der Versand kostete {amount}; mehr kann davon nicht zurückgehen.</translation>
    </message>
    <message>
        <source>{channel} pays the buyer as a refund of the order. It cannot be undone there.</source>
        <translation>{channel} zahlt als Erstattung der Bestellung aus. Das lässt sich dort nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>{channel} pays the buyer in its case of this return. It cannot be undone there.</source>
        <translation>{channel} zahlt im Fall dieser Retoure aus. Das lässt sich dort nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>“{text}” is no amount. It looks like {example}.</source>
        <translation>„{text}“ ist kein Betrag. So sieht einer aus: {example}.</translation>
    </message>
</context>
<context>
    <name>ShipDialog</name>
    <message>
        <source>Add parcel</source>
        <translation>Paket hinzufügen</translation>
    </message>
    <message>
        <source>Being queued …</source>
        <translation>Wird eingereiht …</translation>
    </message>
    <message>
        <source>Can be taken back for 10 seconds.</source>
        <translation>Kann 10 Sekunden lang zurückgenommen werden.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Enter number and carrier to see it here.</source>
        <translation>Nummer und Versanddienst eingeben, dann steht es hier.</translation>
    </message>
    <message>
        <source>Nothing stays open: the order is shipped in full.</source>
        <translation>Nichts bleibt offen: Die Bestellung ist vollständig versandt.</translation>
    </message>
    <message numerus="yes">
        <source>Report %n parcel(s)</source>
        <translation>
            <numerusform>%n Paket melden</numerusform>
            <numerusform>%n Pakete melden</numerusform>
        </translation>
    </message>
    <message>
        <source>Report shipment</source>
        <translation>Versand melden</translation>
    </message>
    <message>
        <source>The rest of the order stays open.</source>
        <translation>Der Rest der Bestellung bleibt offen.</translation>
    </message>
    <message>
        <source>This number is reported for this order already.</source>
        <translation>Diese Nummer ist für diese Bestellung schon gemeldet.</translation>
    </message>
    <message>
        <source>This number stands in another parcel, too.</source>
        <translation>Diese Nummer steht auch in einem anderen Paket.</translation>
    </message>
    <message>
        <source>{carrier} {number}: {items}</source>
        <translation>{carrier} {number}: {items}</translation>
    </message>
    <message>
        <source>{} will be told</source>
        <translation>{} wird gemeldet</translation>
    </message>
</context>
<context>
    <name>ShipmentCard</name>
    <message>
        <source>Copy tracking number</source>
        <translation>Sendungsnummer kopieren</translation>
    </message>
    <message>
        <source>Shipment</source>
        <translation>Sendung</translation>
    </message>
    <message>
        <source>Track the parcel</source>
        <translation>Sendung verfolgen</translation>
    </message>
</context>
<context>
    <name>SideNav</name>
    <message numerus="yes">
        <source>%n need(s) you</source>
        <translation>
            <numerusform>%n wartet auf Sie</numerusform>
            <numerusform>%n warten auf Sie</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the way</source>
        <translation>
            <numerusform>%n unterwegs</numerusform>
            <numerusform>%n unterwegs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n overdue</source>
        <translation>
            <numerusform>%n überfällig</numerusform>
            <numerusform>%n überfällig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to check</source>
        <translation>
            <numerusform>%n zu prüfen</numerusform>
            <numerusform>%n zu prüfen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to ship</source>
        <translation>
            <numerusform>%n zu versenden</numerusform>
            <numerusform>%n zu versenden</numerusform>
        </translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>Retouren</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>To ship</source>
        <translation>Zu versenden</translation>
    </message>
</context>
<context>
    <name>SidesCard</name>
    <message>
        <source>Decide: is it done there, is it dropped, or is it tried again?</source>
        <translation>Entscheiden: Ist es dort erledigt, fällt es weg oder wird es erneut versucht?</translation>
    </message>
    <message>
        <source>Desk sends nothing more by itself here. Look into the channel and say whether it arrived.</source>
        <translation>Desk sendet hier von sich aus nichts mehr. Im Verkaufskanal nachsehen und angeben, ob es angekommen ist.</translation>
    </message>
    <message>
        <source>Desk: {what}</source>
        <translation>Desk: {what}</translation>
    </message>
    <message>
        <source>as of {when}</source>
        <translation>Stand {when}</translation>
    </message>
    <message>
        <source>no parcel</source>
        <translation>kein Paket</translation>
    </message>
    <message>
        <source>refunded {amount}</source>
        <translation>erstattet {amount}</translation>
    </message>
    <message>
        <source>sent {when}</source>
        <translation>gesendet {when}</translation>
    </message>
    <message>
        <source>{agent} has queued it. It goes once somebody else has agreed, and stays here until then.</source>
        <translation>{agent} hat es veranlasst. Es geht hinaus, sobald jemand anderes zugestimmt hat, und bleibt bis dahin hier.</translation>
    </message>
    <message>
        <source>{channel}: {what}</source>
        <translation>{channel}: {what}</translation>
    </message>
</context>
<context>
    <name>SignInBox</name>
    <message>
        <source>Address that the browser ends at</source>
        <translation>Adresse, auf der der Browser endet</translation>
    </message>
    <message>
        <source>Enter application ID and secret below, then open the page: sign in there as the seller and agree. The browser ends at a page that may look empty or faulty. Copy its whole address and paste it here within five minutes.</source>
        <translation>Unten die Kennung und das Geheimnis der Anwendung eingeben, dann die Seite öffnen: dort als Verkäufer anmelden und zustimmen. Der Browser endet auf einer Seite, die leer oder fehlerhaft aussehen kann. Ihre ganze Adresse kopieren und innerhalb von fünf Minuten hier einfügen.</translation>
    </message>
    <message>
        <source>Open the page again</source>
        <translation>Seite erneut öffnen</translation>
    </message>
    <message>
        <source>Open the sign-in page</source>
        <translation>Anmeldeseite öffnen</translation>
    </message>
    <message>
        <source>Paste the address first that the browser ends at.</source>
        <translation>Zuerst die Adresse einfügen, auf der der Browser endet.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Sign in by the browser</source>
        <translation>Im Browser anmelden</translation>
    </message>
    <message>
        <source>Signing in …</source>
        <translation>Anmeldung läuft …</translation>
    </message>
    <message>
        <source>The page is open in the browser. Paste here the address that it ends at.</source>
        <translation>Die Seite ist im Browser offen. Hier die Adresse einfügen, auf der er endet.</translation>
    </message>
    <message>
        <source>You are signed in. Now let Desk check it.</source>
        <translation>Angemeldet. Jetzt prüft Desk es.</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>%n change(s) in the outbox</source>
        <translation>
            <numerusform>%n Änderung im Ausgang</numerusform>
            <numerusform>%n Änderungen im Ausgang</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) in the outbox need you</source>
        <translation>
            <numerusform>%n Änderung im Ausgang wartet auf Sie</numerusform>
            <numerusform>%n Änderungen im Ausgang warten auf Sie</numerusform>
        </translation>
    </message>
    <message>
        <source>Last fetched: {when}</source>
        <translation>Zuletzt abgeglichen: {when}</translation>
    </message>
    <message>
        <source>Next in {duration}</source>
        <translation>Nächster Abgleich in {duration}</translation>
    </message>
    <message>
        <source>No account yet</source>
        <translation>Noch kein Konto</translation>
    </message>
    <message>
        <source>Not readable: {count}</source>
        <translation>Nicht lesbar: {count}</translation>
    </message>
    <message>
        <source>Orders: {count}</source>
        <translation>Bestellungen: {count}</translation>
    </message>
    <message>
        <source>Outbox is empty</source>
        <translation>Ausgang ist leer</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Nur lesen</translation>
    </message>
    <message>
        <source>Settings say how to add one</source>
        <translation>Die Einstellungen sagen, wie es geht</translation>
    </message>
    <message>
        <source>fetching {count}</source>
        <translation>lädt {count}</translation>
    </message>
    <message>
        <source>fetching {count} / {total}</source>
        <translation>lädt {count} / {total}</translation>
    </message>
    <message>
        <source>has a problem</source>
        <translation>hat ein Problem</translation>
    </message>
    <message>
        <source>needs a new sign-in</source>
        <translation>braucht eine neue Anmeldung</translation>
    </message>
    <message>
        <source>not fetched yet</source>
        <translation>noch nicht abgeglichen</translation>
    </message>
    <message>
        <source>not reachable</source>
        <translation>nicht erreichbar</translation>
    </message>
    <message>
        <source>on in {duration}</source>
        <translation>weiter in {duration}</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation>noch {duration}</translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>Delivered</source>
        <translation>Zugestellt</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>Zustellung</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>Bestellt</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>Versandt</translation>
    </message>
    <message>
        <source>ahead</source>
        <translation>steht aus</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>reached</source>
        <translation>erreicht</translation>
    </message>
</context>
<context>
    <name>StoreStrip</name>
    <message>
        <source>Restore a backup …</source>
        <translation>Sicherung einspielen …</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
</context>
<context>
    <name>SyncPanel</name>
    <message numerus="yes">
        <source>%n change(s) wait</source>
        <translation>
            <numerusform>%n Änderung wartet</numerusform>
            <numerusform>%n Änderungen warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) you</source>
        <translation>
            <numerusform>%n wartet auf Sie</numerusform>
            <numerusform>%n warten auf Sie</numerusform>
        </translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation>Gleicht ab</translation>
    </message>
    <message>
        <source>Has a problem</source>
        <translation>Hat ein Problem</translation>
    </message>
    <message>
        <source>No account is set up yet.</source>
        <translation>Noch ist kein Konto eingerichtet.</translation>
    </message>
    <message>
        <source>Not fetched yet</source>
        <translation>Noch nicht abgeglichen</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Sign-in needed</source>
        <translation>Anmeldung nötig</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>Abgleich</translation>
    </message>
    <message>
        <source>Sync of the accounts</source>
        <translation>Abgleich der Konten</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>Aktuell</translation>
    </message>
    <message>
        <source>broken off at {count}, goes on there</source>
        <translation>bei {count} abgebrochen, geht dort weiter</translation>
    </message>
    <message>
        <source>fetched {when}</source>
        <translation>abgeglichen {when}</translation>
    </message>
    <message>
        <source>full again in {duration}</source>
        <translation>wieder voll in {duration}</translation>
    </message>
    <message>
        <source>is being fetched by another Desk</source>
        <translation>wird von einem anderen Desk abgeglichen</translation>
    </message>
    <message>
        <source>next in {duration}</source>
        <translation>nächster in {duration}</translation>
    </message>
    <message>
        <source>next run now</source>
        <translation>nächster gleich</translation>
    </message>
    <message>
        <source>rests for the quota, on in {duration}</source>
        <translation>ruht wegen des Kontingents, weiter in {duration}</translation>
    </message>
    <message>
        <source>{count} fetched</source>
        <translation>{count} abgeglichen</translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation>noch {duration}</translation>
    </message>
    <message>
        <source>{name}: {left} of {most} calls left</source>
        <translation>{name}: noch {left} von {most} Aufrufen</translation>
    </message>
</context>
<context>
    <name>TaskRow</name>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Mark as done: {what}</source>
        <translation>Als erledigt vermerken: {what}</translation>
    </message>
    <message>
        <source>Open in the channel: {what}</source>
        <translation>Im Kanal öffnen: {what}</translation>
    </message>
    <message>
        <source>To the channel</source>
        <translation>Zum Kanal</translation>
    </message>
    <message>
        <source>“{}”</source>
        <translation>„{}“</translation>
    </message>
</context>
<context>
    <name>TasksCard</name>
    <message>
        <source>To do in the channel</source>
        <translation>Im Kanal zu tun</translation>
    </message>
</context>
<context>
    <name>TellShipmentDialog</name>
    <message>
        <source>Tell the shipment</source>
        <translation>Sendung mitteilen</translation>
    </message>
    <message>
        <source>The buyer and {channel} see carrier and number.</source>
        <translation>Der Käufer und {channel} sehen Versanddienst und Nummer.</translation>
    </message>
</context>
<context>
    <name>ThreadBox</name>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Reply here</source>
        <translation>Hier antworten</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>%n anzeigen</numerusform>
            <numerusform>Alle %n anzeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Weniger anzeigen</translation>
    </message>
</context>
<context>
    <name>Thumb</name>
    <message>
        <source>Photo {name}</source>
        <translation>Foto {name}</translation>
    </message>
    <message>
        <source>Remove photo {name}</source>
        <translation>Foto {name} entfernen</translation>
    </message>
</context>
<context>
    <name>TimelineCard</name>
    <message>
        <source>Filter the timeline</source>
        <translation>Verlauf filtern</translation>
    </message>
    <message>
        <source>Internal notes</source>
        <translation>Interne Notizen</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>Noch ist nichts geschehen.</translation>
    </message>
    <message>
        <source>Order and addresses</source>
        <translation>Bestellung und Adressen</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>Zahlung</translation>
    </message>
    <message>
        <source>Reported to the channel</source>
        <translation>An den Verkaufskanal gemeldet</translation>
    </message>
    <message>
        <source>Returns and cases</source>
        <translation>Retouren und Fälle</translation>
    </message>
    <message>
        <source>Shipment</source>
        <translation>Sendung</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>Alle %n anzeigen</numerusform>
            <numerusform>Alle %n anzeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Weniger anzeigen</translation>
    </message>
    <message>
        <source>The filter hides all entries.</source>
        <translation>Der Filter blendet alle Einträge aus.</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Verlauf</translation>
    </message>
</context>
<context>
    <name>ToShipScreen</name>
    <message numerus="yes">
        <source>%n order(s) selected</source>
        <translation>
            <numerusform>%n Bestellung ausgewählt</numerusform>
            <numerusform>%n Bestellungen ausgewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Clear selection</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message>
        <source>Customs</source>
        <translation>Zoll</translation>
    </message>
    <message>
        <source>EU</source>
        <translation>EU</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überallhin</translation>
    </message>
    <message>
        <source>From file …</source>
        <translation>Aus Datei …</translation>
    </message>
    <message>
        <source>Germany</source>
        <translation>Deutschland</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>No order to ship fits these filters. Esc shows all.</source>
        <translation>Keine Bestellung zu diesen Filtern ist zu versenden. Esc zeigt alle.</translation>
    </message>
    <message>
        <source>Nothing is left to ship. New paid orders come here by themselves.</source>
        <translation>Nichts mehr zu versenden. Neue bezahlte Bestellungen erscheinen hier von selbst.</translation>
    </message>
    <message>
        <source>Order numbers and tracking numbers copied from a spreadsheet</source>
        <translation>Bestell- und Sendungsnummern, aus einer Tabelle kopiert</translation>
    </message>
    <message>
        <source>Orders to ship</source>
        <translation>Zu versendende Bestellungen</translation>
    </message>
    <message>
        <source>Paste numbers …</source>
        <translation>Nummern einfügen …</translation>
    </message>
    <message>
        <source>Report shipments from a file</source>
        <translation>Versand aus einer Datei melden</translation>
    </message>
    <message>
        <source>Report shipments …</source>
        <translation>Versand melden …</translation>
    </message>
    <message numerus="yes">
        <source>Select all %n of the filter</source>
        <translation>
            <numerusform>%n des Filters auswählen</numerusform>
            <numerusform>Alle %n des Filters auswählen</numerusform>
        </translation>
    </message>
    <message>
        <source>Select the orders to report first.</source>
        <translation>Zuerst die zu meldenden Bestellungen auswählen.</translation>
    </message>
    <message>
        <source>Tables (*.csv *.txt *.tsv);;All files (*)</source>
        <translation>Tabellen (*.csv *.txt *.tsv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The clipboard is empty. Copy order and tracking numbers first.</source>
        <translation>Die Zwischenablage ist leer. Zuerst Bestell- und Sendungsnummern kopieren.</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>{action} ({seconds} s)</source>
        <translation>{action} ({seconds}&#xa0;s)</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
</context>
<context>
    <name>Travels</name>
    <message>
        <source>There is nothing after this.</source>
        <translation>Danach kommt nichts.</translation>
    </message>
    <message>
        <source>There is nothing before this.</source>
        <translation>Davor war nichts.</translation>
    </message>
</context>
<context>
    <name>Undoing</name>
    <message numerus="yes">
        <source>%n could not be taken back</source>
        <translation>
            <numerusform>%n konnte nicht zurückgenommen werden</numerusform>
            <numerusform>%n konnten nicht zurückgenommen werden</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken back. Nothing was sent.</source>
        <translation>Zurückgenommen. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Keep this view …</source>
        <translation>Diese Ansicht sichern …</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>The view “{name}” is kept.</source>
        <translation>Die Ansicht „{name}“ ist gesichert.</translation>
    </message>
    <message>
        <source>{name} (for all)</source>
        <translation>{name} (für alle)</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>All keys</source>
        <translation>Alle Tasten</translation>
    </message>
    <message>
        <source>All of them are also in menus and buttons.</source>
        <translation>Alles gibt es auch als Menü und Schaltfläche.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Anfangen</translation>
    </message>
    <message>
        <source>Both are in the menu File.</source>
        <translation>Beides steht im Menü Datei.</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>Bequem</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Kompakt</translation>
    </message>
    <message>
        <source>Connect an account</source>
        <translation>Konto verbinden</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Every deed by its name</source>
        <translation>Jeder Befehl beim Namen</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>How do you want to begin?</source>
        <translation>Womit anfangen?</translation>
    </message>
    <message>
        <source>How shall it look?</source>
        <translation>Wie soll es aussehen?</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Look at demo data</source>
        <translation>Mit Demodaten ansehen</translation>
    </message>
    <message>
        <source>Made-up orders in a window of its own; nothing is transferred.</source>
        <translation>Erfundene Bestellungen in eigenem Fenster; nichts wird übertragen.</translation>
    </message>
    <message>
        <source>Neither for now</source>
        <translation>Beides noch nicht</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>One field finds everything: order number, name, e-mail, tracking number, any part of it</source>
        <translation>Ein Feld findet alles: Bestellnummer, Name, E-Mail, Sendungsnummer, auch Teile davon</translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation>Demo öffnen</translation>
    </message>
    <message>
        <source>Report the shipment of the order on show</source>
        <translation>Den Versand der gezeigten Bestellung melden</translation>
    </message>
    <message>
        <source>Rows of lists</source>
        <translation>Zeilen der Listen</translation>
    </message>
    <message>
        <source>Six keys are enough for the start</source>
        <translation>Sechs Tasten reichen für den Anfang</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Take the last deed back</source>
        <translation>Das Letzte rückgängig machen</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>The change is seen at once.</source>
        <translation>Die Änderung ist sofort zu sehen.</translation>
    </message>
    <message>
        <source>The next order in the list; its details follow</source>
        <translation>Die nächste Bestellung der Liste; die Einzelheiten folgen</translation>
    </message>
    <message>
        <source>Welcome to Desk</source>
        <translation>Willkommen bei Desk</translation>
    </message>
    <message>
        <source>Which language shall Desk speak? It can be changed at any time.</source>
        <translation>Welche Sprache soll Desk sprechen? Sie lässt sich jederzeit ändern.</translation>
    </message>
    <message>
        <source>With the keys of your channel; Desk only reads to begin with.</source>
        <translation>Mit den Schlüsseln des Verkaufskanals; Desk liest zunächst nur.</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>{number} of {all}</source>
        <translation>{number} von {all}</translation>
    </message>
</context>
<context>
    <name>WhyNot</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Open in {channel}</source>
        <translation>In {channel} öffnen</translation>
    </message>
    <message>
        <source>Switch writing on …</source>
        <translation>Schreiben einschalten …</translation>
    </message>
    <message>
        <source>{deed}: not possible</source>
        <translation>{deed}: nicht möglich</translation>
    </message>
</context>
<context>
    <name>WriteDialog</name>
    <message>
        <source>Message to the buyer</source>
        <translation>Nachricht an den Käufer</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Write in this return</source>
        <translation>In dieser Retoure schreiben</translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation>Erst etwas schreiben.</translation>
    </message>
</context>
<context>
    <name>_Empty</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>_Renewal</name>
    <message>
        <source>Desk prepares its search</source>
        <translation>Desk bereitet die Suche vor</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>This version finds more. {done} of {total} orders are prepared.</source>
        <translation>Diese Version findet mehr. {done} von {total} Bestellungen sind vorbereitet.</translation>
    </message>
</context>
<context>
    <name>_TroubleStrip</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>account-texts</name>
    <message>
        <source>A name is one line of at most 80 characters.</source>
        <translation>Ein Name ist eine Zeile mit höchstens 80 Zeichen.</translation>
    </message>
    <message>
        <source>Check the address.</source>
        <translation>Die Adresse prüfen.</translation>
    </message>
    <message>
        <source>Choose one of the list.</source>
        <translation>Etwas aus der Liste wählen.</translation>
    </message>
    <message>
        <source>Desk goes on when it allows.</source>
        <translation>Desk macht weiter, sobald es geht.</translation>
    </message>
    <message>
        <source>Desk goes on when it is back.</source>
        <translation>Desk macht weiter, sobald sie vorbei ist.</translation>
    </message>
    <message>
        <source>Desk keeps trying.</source>
        <translation>Desk versucht es weiter.</translation>
    </message>
    <message>
        <source>Enter a number of rows such as 25, or leave it empty.</source>
        <translation>Eine Anzahl wie 25 eingeben oder leer lassen.</translation>
    </message>
    <message>
        <source>Enter an amount such as 1000.00, or leave it empty.</source>
        <translation>Einen Betrag wie 1000.00 eingeben oder leer lassen.</translation>
    </message>
    <message>
        <source>Enter an amount such as 50.00, or leave it empty.</source>
        <translation>Geben Sie einen Betrag wie 50.00 ein oder lassen Sie das Feld leer.</translation>
    </message>
    <message>
        <source>There is an account of this name already.</source>
        <translation>Ein Konto mit diesem Namen gibt es schon.</translation>
    </message>
    <message>
        <source>This is needed.</source>
        <translation>Das ist nötig.</translation>
    </message>
    <message>
        <source>This is no date.</source>
        <translation>Das ist kein Datum.</translation>
    </message>
    <message>
        <source>Try again in a few minutes; if it stays so, check the address.</source>
        <translation>In ein paar Minuten erneut versuchen; bleibt es dabei, die Adresse prüfen.</translation>
    </message>
</context>
<context>
    <name>analytics</name>
    <message>
        <source>Article</source>
        <translation>Artikel</translation>
    </message>
    <message>
        <source>By article</source>
        <translation>Nach Artikel</translation>
    </message>
    <message>
        <source>By channel</source>
        <translation>Nach Kanal</translation>
    </message>
    <message>
        <source>By country</source>
        <translation>Nach Land</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>Nach Monat</translation>
    </message>
    <message>
        <source>By reason</source>
        <translation>Nach Grund</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>How much comes back at each channel</source>
        <translation>Wie viel in jedem Kanal zurückkommt</translation>
    </message>
    <message>
        <source>How much comes back from each country</source>
        <translation>Wie viel aus jedem Land zurückkommt</translation>
    </message>
    <message>
        <source>How much of what was shipped in a month comes back</source>
        <translation>Wie viel von dem zurückkommt, was in einem Monat verschickt wurde</translation>
    </message>
    <message>
        <source>No reason told</source>
        <translation>Kein Grund genannt</translation>
    </message>
    <message>
        <source>Nothing was shipped in this time.</source>
        <translation>In dieser Zeit wurde nichts verschickt.</translation>
    </message>
    <message>
        <source>Of {shipped} pieces shipped {returned} come back: {rate}.</source>
        <translation>Von {shipped} verschickten Stück kommen {returned} zurück: {rate}.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Return rate</source>
        <translation>Retourenquote</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Share of all</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>Verschickt</translation>
    </message>
    <message>
        <source>Shipped in</source>
        <translation>Verschickt im</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Which articles come back</source>
        <translation>Welche Artikel zurückkommen</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Why goods come back</source>
        <translation>Warum Ware zurückkommt</translation>
    </message>
</context>
<context>
    <name>asking</name>
    <message>
        <source>All days</source>
        <translation>Alle Tage</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Letzter Monat</translation>
    </message>
    <message>
        <source>Last seven days</source>
        <translation>Letzte sieben Tage</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Save as a note</source>
        <translation>Als Notiz speichern</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
</context>
<context>
    <name>channel</name>
    <message>
        <source>Access tokens</source>
        <translation>Zugangstoken</translation>
    </message>
    <message>
        <source>Address of access tokens</source>
        <translation>Adresse der Zugriffstoken</translation>
    </message>
    <message>
        <source>Address of the API</source>
        <translation>Adresse der API</translation>
    </message>
    <message>
        <source>Address of the Selling Partner API, where not the region&apos;s</source>
        <translation>Adresse der Selling-Partner-API, wenn nicht die der Region</translation>
    </message>
    <message>
        <source>Address of the Trading API</source>
        <translation>Adresse der Trading-API</translation>
    </message>
    <message>
        <source>Address of the consent page</source>
        <translation>Adresse der Zustimmungsseite</translation>
    </message>
    <message>
        <source>Address of the identity API</source>
        <translation>Adresse der Identity-API</translation>
    </message>
    <message>
        <source>Address of the media API</source>
        <translation>Adresse der Media-API</translation>
    </message>
    <message>
        <source>Address of the shop</source>
        <translation>Adresse des Shops</translation>
    </message>
    <message>
        <source>Address that gives access tokens</source>
        <translation>Adresse, die Zugriffstoken ausgibt</translation>
    </message>
    <message>
        <source>Amazon has another parcel under this one&apos;s number within the order.</source>
        <translation>Bei Amazon trägt in dieser Bestellung ein anderes Paket dieselbe Nummer.</translation>
    </message>
    <message>
        <source>Amazon has not released the order yet.</source>
        <translation>Amazon hat die Bestellung noch nicht freigegeben.</translation>
    </message>
    <message>
        <source>Amazon has suspended the listings at {marketplace}.</source>
        <translation>Amazon hat die Angebote auf {marketplace} gesperrt.</translation>
    </message>
    <message>
        <source>Amazon no longer has this order.</source>
        <translation>Amazon hat diese Bestellung nicht mehr.</translation>
    </message>
    <message>
        <source>Amazon says that the order cannot be fulfilled.</source>
        <translation>Laut Amazon kann die Bestellung nicht ausgeführt werden.</translation>
    </message>
    <message>
        <source>Amazon ships this order itself.</source>
        <translation>Amazon versendet diese Bestellung selbst.</translation>
    </message>
    <message>
        <source>App ID (client ID) of the keyset</source>
        <translation>App ID (Client ID) des Keysets</translation>
    </message>
    <message>
        <source>As it stands in the browser when the shop is open: https://shop.example</source>
        <translation>So, wie sie im Browser steht, wenn der Shop offen ist: https://shop.example</translation>
    </message>
    <message>
        <source>At Amazon these pieces are shipped already, or cancelled.</source>
        <translation>Bei Amazon sind diese Stücke schon versandt oder storniert.</translation>
    </message>
    <message>
        <source>Authorise the application there, then copy what the page shows.</source>
        <translation>Die Anwendung dort autorisieren, dann kopieren, was die Seite zeigt.</translation>
    </message>
    <message>
        <source>Beside the keyset: User Tokens &gt; Sign in to Production, as the seller.</source>
        <translation>Neben dem Keyset: User Tokens &gt; Sign in to Production, als Verkäufer.</translation>
    </message>
    <message>
        <source>Cancellations</source>
        <translation>Stornierungen</translation>
    </message>
    <message>
        <source>Cert ID (client secret) of the keyset</source>
        <translation>Cert ID (Client Secret) des Keysets</translation>
    </message>
    <message>
        <source>Certificate file of the server (PEM)</source>
        <translation>Zertifikatsdatei des Servers (PEM)</translation>
    </message>
    <message>
        <source>Consumer key (ck_…)</source>
        <translation>Consumer Key (ck_…)</translation>
    </message>
    <message>
        <source>Consumer secret (cs_…)</source>
        <translation>Consumer Secret (cs_…)</translation>
    </message>
    <message>
        <source>Desk could not store it</source>
        <translation>Desk konnte ihn nicht speichern</translation>
    </message>
    <message>
        <source>Dev ID of the keyset</source>
        <translation>Dev ID des Keysets</translation>
    </message>
    <message>
        <source>Digital signature: JWE of the key</source>
        <translation>Digitale Signatur: JWE des Schlüssels</translation>
    </message>
    <message>
        <source>Digital signature: private key</source>
        <translation>Digitale Signatur: privater Schlüssel</translation>
    </message>
    <message>
        <source>Empty: beside the address of the API.</source>
        <translation>Leer: neben der Adresse der API.</translation>
    </message>
    <message>
        <source>Empty: the marketplace&apos;s.</source>
        <translation>Leer: die des Marktplatzes.</translation>
    </message>
    <message>
        <source>Europe</source>
        <translation>Europa</translation>
    </message>
    <message>
        <source>Europe is eu, the Americas are na, Japan, Australia and Singapore fe.</source>
        <translation>Europa ist eu, Amerika ist na, Japan, Australien und Singapur sind fe.</translation>
    </message>
    <message>
        <source>Far East</source>
        <translation>Fernost</translation>
    </message>
    <message>
        <source>In Seller Central open Apps and Services &gt; Develop Apps. The application&apos;s LWA credentials are the client identifier and secret; Authorise gives the refresh token.</source>
        <translation>In Seller Central Apps und Services &gt; Apps entwickeln öffnen. Die LWA-Anmeldedaten der Anwendung sind Client-ID und Secret; „Autorisieren“ ergibt das Refresh-Token.</translation>
    </message>
    <message>
        <source>In the shop&apos;s back office open WooCommerce &gt; Settings &gt; Advanced &gt; REST API and add a key for a shop manager. Keep that page open: it shows key and secret.</source>
        <translation>In der Verwaltung des Shops WooCommerce &gt; Einstellungen &gt; Erweitert &gt; REST-API öffnen und einen Schlüssel für einen Shop-Manager anlegen. Die Seite offen lassen: Sie zeigt Schlüssel und Secret.</translation>
    </message>
    <message>
        <source>It ends every 180 days; the application&apos;s page shows the new one.</source>
        <translation>Es läuft alle 180 Tage ab; die Seite der Anwendung zeigt das neue.</translation>
    </message>
    <message>
        <source>LWA client identifier (amzn1.application-oa2-client…)</source>
        <translation>LWA-Client-ID (amzn1.application-oa2-client…)</translation>
    </message>
    <message>
        <source>LWA client secret</source>
        <translation>LWA-Client-Secret</translation>
    </message>
    <message>
        <source>Lists of orders</source>
        <translation>Bestelllisten</translation>
    </message>
    <message>
        <source>Marketplace</source>
        <translation>Marktplatz</translation>
    </message>
    <message>
        <source>Marketplaces</source>
        <translation>Marktplätze</translation>
    </message>
    <message>
        <source>Marketplaces, by country or id (DE, FR, A1PA6795UKMFR9 …)</source>
        <translation>Marktplätze, als Land oder ID (DE, FR, A1PA6795UKMFR9 …)</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Money has gone back for this inquiry at eBay meanwhile.</source>
        <translation>Für diese Anfrage ging bei eBay inzwischen Geld zurück.</translation>
    </message>
    <message>
        <source>Money of this return has gone back at eBay meanwhile.</source>
        <translation>Für diese Retoure ging bei eBay inzwischen Geld zurück.</translation>
    </message>
    <message>
        <source>North America</source>
        <translation>Nordamerika</translation>
    </message>
    <message>
        <source>Only for a server whose certificate this computer does not know.</source>
        <translation>Nur für einen Server, dessen Zertifikat dieser Computer nicht kennt.</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>Orders of 90 days</source>
        <translation>Bestellungen aus 90 Tagen</translation>
    </message>
    <message>
        <source>Payment methods that are shipped before they are paid</source>
        <translation>Zahlarten, die vor der Zahlung versendet werden</translation>
    </message>
    <message>
        <source>Permission Read/Write: Desk reads orders and, once you allow it, reports tracking numbers. With Read alone Desk can only show orders.</source>
        <translation>Berechtigung Lesen/Schreiben: Desk liest Bestellungen und meldet Sendungsnummern, sobald es das darf. Mit Lesen allein kann Desk Bestellungen nur zeigen.</translation>
    </message>
    <message>
        <source>Refresh token (Atzr|…)</source>
        <translation>Refresh-Token (Atzr|…)</translation>
    </message>
    <message>
        <source>Refresh token of the seller</source>
        <translation>Refresh-Token des Verkäufers</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Region (eu, na or fe)</source>
        <translation>Region (eu, na oder fe)</translation>
    </message>
    <message>
        <source>Reported parcels</source>
        <translation>Gemeldete Pakete</translation>
    </message>
    <message>
        <source>RuName of the keyset</source>
        <translation>RuName des Keysets</translation>
    </message>
    <message>
        <source>The return has gone on at eBay meanwhile and no longer takes this.</source>
        <translation>Die Retoure ist bei eBay inzwischen weiter und nimmt das nicht mehr an.</translation>
    </message>
    <message>
        <source>Consent at eBay until</source>
        <translation>Zustimmung bei eBay bis</translation>
    </message>
    <message>
        <source>A number of rows that are refunded, declined or rejected at once. Left empty, it is 25.</source>
        <translation>Anzahl der Zeilen, die auf einmal erstattet oder abgelehnt werden. Leer: 25.</translation>
    </message>
    <message>
        <source>A part of the money was offered at eBay meanwhile.</source>
        <translation>Bei eBay wurde inzwischen ein Teilbetrag angeboten.</translation>
    </message>
    <message>
        <source>A plugin of the shop writes warnings before its data. Desk reads past them; tell whoever looks after the shop.</source>
        <translation>Ein Plugin des Shops schreibt Warnungen vor seine Daten. Desk liest darüber hinweg; bitte der Shop-Betreuung sagen.</translation>
    </message>
    <message>
        <source>A second person agrees to refunds above</source>
        <translation>Eine zweite Person stimmt zu bei Erstattungen über</translation>
    </message>
    <message>
        <source>Amazon collects the money itself and forbids any reminder of it.</source>
        <translation>Amazon zieht das Geld selbst ein und verbietet jede Erinnerung daran.</translation>
    </message>
    <message>
        <source>Amazon collects the money itself, before it lets an order go.</source>
        <translation>Amazon zieht das Geld selbst ein, bevor es eine Bestellung freigibt.</translation>
    </message>
    <message>
        <source>Amazon gives buyers&apos; names and addresses again. Desk is fetching them for the orders that came without.</source>
        <translation>Amazon gibt Namen und Adressen von Käufern wieder heraus. Desk holt sie gerade für die Bestellungen, die ohne sie gekommen sind.</translation>
    </message>
    <message>
        <source>Amazon keeps some of what an order needs to itself. For addresses and mail ask in Seller Central for the role Direct-to-Consumer Delivery, for names Tax Invoicing, for returns Inventory and Order Tracking; then authorise the application again.</source>
        <translation>Amazon behält einiges für sich, was eine Bestellung braucht. Beantragen Sie in Seller Central für Adressen und E-Mail die Rolle Direct-to-Consumer Delivery, für Namen Tax Invoicing, für Rücksendungen Inventory and Order Tracking; autorisieren Sie die Anwendung dann neu.</translation>
    </message>
    <message>
        <source>Amazon lets no program answer A-to-z claims. Answer them in Seller Central.</source>
        <translation>Amazon lässt kein Programm auf A-bis-z-Anträge antworten. Das geht in Seller Central.</translation>
    </message>
    <message>
        <source>Amazon lets no program answer returns. Do it in Seller Central; the money goes back with the order here.</source>
        <translation>Amazon lässt kein Programm auf Rücksendungen antworten. Das geht in Seller Central; das Geld wird hier mit der Bestellung erstattet.</translation>
    </message>
    <message>
        <source>Amazon lets no program write to buyers freely. Write in Seller Central.</source>
        <translation>Amazon lässt kein Programm frei an Käufer schreiben. Das geht in Seller Central.</translation>
    </message>
    <message>
        <source>Amazon no longer has the parcel of this correction.</source>
        <translation>Amazon hat das Paket dieser Korrektur nicht mehr.</translation>
    </message>
    <message>
        <source>Amazon refuses buyers&apos; names and addresses to this application, so orders come without them. Ask for the roles Direct-to-Consumer Delivery and Tax Invoicing in Seller Central, then authorise it again. Desk then fetches what is missing by itself.</source>
        <translation>Amazon gibt dieser Anwendung keine Namen und Adressen von Käufern, Bestellungen kommen also ohne sie. In Seller Central die Rollen „Direct-to-Consumer Delivery“ und „Tax Invoicing“ beantragen, dann die Anwendung neu autorisieren. Desk holt das Fehlende dann von selbst.</translation>
    </message>
    <message>
        <source>Amazon ships this order itself, and gives its money back itself.</source>
        <translation>Amazon versendet diese Bestellung selbst und erstattet sie selbst.</translation>
    </message>
    <message>
        <source>Amazon ships this order itself, so only Amazon can call it off.</source>
        <translation>Amazon versendet diese Bestellung selbst, also kann nur Amazon sie stornieren.</translation>
    </message>
    <message>
        <source>An amount such as 1000.00 that a batch gives back, in its currency. Left empty, it is 1000.</source>
        <translation>Betrag wie 1000.00, den eine Sammelaktion zurückgibt, in ihrer Währung. Leer: 1000.</translation>
    </message>
    <message>
        <source>An amount such as 50.00, in each order&apos;s currency. Left empty, nobody else is asked.</source>
        <translation>Ein Betrag wie 50.00 in der Währung der jeweiligen Bestellung. Bleibt das Feld leer, wird niemand sonst gefragt.</translation>
    </message>
    <message>
        <source>Answer the return: Amazon expects it within 24 hours, as a rule.</source>
        <translation>Rücksendung beantworten: Amazon erwartet das in der Regel binnen 24 Stunden.</translation>
    </message>
    <message>
        <source>As year-month-day; the application&apos;s page shows it. Left empty: 180 days after you enter the secret.</source>
        <translation>Als Jahr-Monat-Tag; die Seite der Anwendung zeigt ihn. Bleibt es leer: 180 Tage nach Eingabe des Geheimnisses.</translation>
    </message>
    <message>
        <source>Buyers&apos; mail aliases</source>
        <translation>E-Mail-Aliasse der Käufer</translation>
    </message>
    <message>
        <source>Buyers&apos; names</source>
        <translation>Namen der Käufer</translation>
    </message>
    <message>
        <source>Change of the clock</source>
        <translation>Zeitumstellung</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Client secret until</source>
        <translation>Client-Secret bis</translation>
    </message>
    <message>
        <source>Consent for sell.fulfillment, sell.finances, commerce.message and commerce.identity.readonly: Desk reads orders, returns and messages and, once you allow it, reports tracking numbers, answers buyers and gives money back. Offers stay untouched.</source>
        <translation>Zustimmung für sell.fulfillment, sell.finances, commerce.message und commerce.identity.readonly: Desk liest Bestellungen, Retouren und Nachrichten und meldet, sobald es erlaubt ist, Sendungsnummern, antwortet Käufern und erstattet Geld. Angebote bleiben unberührt.</translation>
    </message>
    <message>
        <source>Digital signature until</source>
        <translation>Digitale Signatur bis</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>Erweiterungen</translation>
    </message>
    <message>
        <source>For signing in by the browser. Beside the keyset: User Tokens &gt; Get a Token from eBay via Your Application.</source>
        <translation>Für die Anmeldung im Browser. Neben dem Keyset: User Tokens &gt; Get a Token from eBay via Your Application.</translation>
    </message>
    <message>
        <source>Give the money back: Amazon expects it within 2 business days after the goods came, as a rule.</source>
        <translation>Geld erstatten: Amazon erwartet das in der Regel binnen 2 Werktagen, nachdem die Ware da ist.</translation>
    </message>
    <message>
        <source>Goods of this order have left. Amazon takes it back as a return only.</source>
        <translation>Ware dieser Bestellung ist unterwegs. Amazon nimmt sie nur als Rücksendung zurück.</translation>
    </message>
    <message>
        <source>Inquiries</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Merchant token</source>
        <translation>Händlerkennung (Merchant Token)</translation>
    </message>
    <message>
        <source>Orders a page</source>
        <translation>Bestellungen je Seite</translation>
    </message>
    <message>
        <source>Orders are kept in</source>
        <translation>Bestellungen liegen in</translation>
    </message>
    <message>
        <source>Personal data</source>
        <translation>Personenbezogene Daten</translation>
    </message>
    <message>
        <source>Recipients&apos; addresses</source>
        <translation>Adressen der Empfänger</translation>
    </message>
    <message>
        <source>Recipients&apos; phones</source>
        <translation>Telefonnummern der Empfänger</translation>
    </message>
    <message>
        <source>Refunds</source>
        <translation>Erstattungen</translation>
    </message>
    <message>
        <source>Refunds and cancellations</source>
        <translation>Erstattungen und Stornierungen</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>Retouren</translation>
    </message>
    <message>
        <source>Roles Inventory and Order Tracking, Finance and Accounting, and Direct-to-Consumer Shipping for buyers&apos; addresses: Desk reads orders and what went back and, once you allow it, confirms shipments, cancels and refunds.</source>
        <translation>Rollen „Inventory and Order Tracking“, „Finance and Accounting“ und, für die Adressen der Käufer, „Direct-to-Consumer Shipping“: Desk liest Bestellungen und was erstattet wurde und meldet, sobald das erlaubt ist, Sendungen, storniert und erstattet.</translation>
    </message>
    <message>
        <source>Seller Central &gt; Settings &gt; Account Info shows it. Refunds and cancellations are sent in its name.</source>
        <translation>Seller Central zeigt sie unter Einstellungen &gt; Kontoinformationen. Erstattungen und Stornierungen werden in ihrem Namen gesendet.</translation>
    </message>
    <message>
        <source>Sign in at developer.ebay.com and open Application Keysets: the keyset for Production holds App ID, Dev ID and Cert ID. eBay keeps a new keyset switched off until you subscribe to Marketplace Account Deletion (Alerts &amp; Notifications, with an https address of yours that answers eBay) or are exempt from it; an exemption is only for those who store no data of eBay&apos;s users, and Desk stores them. Beside the keyset, under User Tokens, is the RuName.</source>
        <translation>Bei developer.ebay.com anmelden und Application Keysets öffnen: das Keyset für Production enthält App ID, Dev ID und Cert ID. eBay hält ein neues Keyset gesperrt, bis Marketplace Account Deletion abonniert ist (Alerts &amp; Notifications, mit einer eigenen https-Adresse, die eBay antwortet) oder eine Befreiung davon gilt; befreit wird nur, wer keine Daten von eBays Nutzern speichert, und Desk speichert sie. Neben dem Keyset steht unter User Tokens der RuName.</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Single orders</source>
        <translation>Einzelne Bestellungen</translation>
    </message>
    <message>
        <source>Site ID for Trading calls</source>
        <translation>Site ID für Trading-Aufrufe</translation>
    </message>
    <message>
        <source>Somebody gave the order another status in the shop meanwhile.</source>
        <translation>Jemand hat der Bestellung im Shop inzwischen einen anderen Status gegeben.</translation>
    </message>
    <message>
        <source>Somebody gave the same amount back at Amazon meanwhile. Look whether that was meant to be this refund.</source>
        <translation>Jemand hat bei Amazon inzwischen denselben Betrag erstattet. Nachsehen, ob diese Erstattung damit gemeint war.</translation>
    </message>
    <message>
        <source>Somebody gave the same amount back at eBay meanwhile. Look whether that was meant to be this refund.</source>
        <translation>Bei eBay hat inzwischen jemand denselben Betrag erstattet. Prüfen, ob damit diese Erstattung gemeint war.</translation>
    </message>
    <message>
        <source>Somebody gave the same amount back in the shop meanwhile. Look whether that was meant to be this refund.</source>
        <translation>Jemand hat inzwischen im Shop denselben Betrag erstattet. Prüfen Sie, ob das diese Erstattung sein sollte.</translation>
    </message>
    <message>
        <source>Somebody gave this parcel yet another number at Amazon.</source>
        <translation>Jemand hat diesem Paket bei Amazon noch eine andere Nummer gegeben.</translation>
    </message>
    <message>
        <source>The buyer asked eBay to step in, which decides now.</source>
        <translation>Der Käufer hat eBay eingeschaltet; jetzt entscheidet eBay.</translation>
    </message>
    <message>
        <source>The buyer has asked eBay to cancel this order meanwhile. Agree to that instead.</source>
        <translation>Der Käufer wünscht bei eBay inzwischen die Stornierung dieser Bestellung. Stattdessen dem zustimmen.</translation>
    </message>
    <message>
        <source>The buyer has paid meanwhile.</source>
        <translation>Der Käufer hat inzwischen bezahlt.</translation>
    </message>
    <message>
        <source>The buyer&apos;s wish to cancel was declined at eBay, or ran out there.</source>
        <translation>Der Stornowunsch des Käufers wurde bei eBay abgelehnt oder ist dort abgelaufen.</translation>
    </message>
    <message>
        <source>The cancellation was agreed to at eBay meanwhile.</source>
        <translation>Der Stornierung wurde bei eBay inzwischen zugestimmt.</translation>
    </message>
    <message>
        <source>The clocks of this computer and of eBay differ by {minutes} minutes. Set this computer&apos;s clock.</source>
        <translation>Die Uhren dieses Computers und von eBay gehen um {minutes} Minuten auseinander. Die Uhr dieses Computers stellen.</translation>
    </message>
    <message>
        <source>The consent at eBay ends on {day}. Sign in at eBay once more before then.</source>
        <translation>Die Zustimmung bei eBay endet am {day}. Vorher bei eBay neu anmelden.</translation>
    </message>
    <message>
        <source>The consent does not cover messages, so none come in and none go out. Sign in at eBay once more to agree to it.</source>
        <translation>Die Zustimmung umfasst keine Nachrichten; es kommen keine herein und gehen keine hinaus. Bei eBay neu anmelden und zustimmen.</translation>
    </message>
    <message>
        <source>The inquiry was answered by another parcel at eBay meanwhile.</source>
        <translation>Die Anfrage wurde bei eBay inzwischen mit einem anderen Paket beantwortet.</translation>
    </message>
    <message>
        <source>The inquiry was closed at eBay meanwhile.</source>
        <translation>Die Anfrage wurde bei eBay inzwischen geschlossen.</translation>
    </message>
    <message>
        <source>The key for digital signatures ended on {day}: eBay takes no refunds and answers to returns. Sign in at eBay once more to get a new one.</source>
        <translation>Der Schlüssel für digitale Signaturen ist am {day} abgelaufen: eBay nimmt keine Erstattungen und Antworten auf Retouren. Bei eBay neu anmelden, um einen neuen zu bekommen.</translation>
    </message>
    <message>
        <source>The key for digital signatures ends on {day}. Sign in at eBay once more before then to get a new one.</source>
        <translation>Der Schlüssel für digitale Signaturen läuft am {day} ab. Vorher bei eBay neu anmelden, um einen neuen zu bekommen.</translation>
    </message>
    <message>
        <source>The money of this inquiry is on its way at eBay already.</source>
        <translation>Das Geld zu dieser Anfrage ist bei eBay schon unterwegs.</translation>
    </message>
    <message>
        <source>The money of this return is on its way at eBay already.</source>
        <translation>Das Geld zu dieser Retoure ist bei eBay schon unterwegs.</translation>
    </message>
    <message>
        <source>The order is cancelled at eBay, which gives the money back by itself.</source>
        <translation>Die Bestellung ist bei eBay storniert; eBay erstattet das Geld von selbst.</translation>
    </message>
    <message>
        <source>The order is in the shop&apos;s bin.</source>
        <translation>Die Bestellung liegt im Papierkorb des Shops.</translation>
    </message>
    <message>
        <source>The order was cancelled at Amazon.</source>
        <translation>Die Bestellung wurde bei Amazon storniert.</translation>
    </message>
    <message>
        <source>The order was cancelled at eBay.</source>
        <translation>Die Bestellung wurde bei eBay storniert.</translation>
    </message>
    <message>
        <source>The order was cancelled in the shop.</source>
        <translation>Die Bestellung wurde im Shop storniert.</translation>
    </message>
    <message>
        <source>The order was changed at Amazon: a line of this parcel is gone.</source>
        <translation>Die Bestellung wurde bei Amazon geändert: Eine Position dieses Pakets fehlt.</translation>
    </message>
    <message>
        <source>The order was changed at Amazon: a line of this refund is gone.</source>
        <translation>Die Bestellung wurde bei Amazon geändert: Eine Position dieser Erstattung ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The order was changed at eBay: a line of this parcel is gone.</source>
        <translation>Die Bestellung wurde bei eBay geändert: Eine Position dieses Pakets fehlt.</translation>
    </message>
    <message>
        <source>The order was changed at eBay: a line of this refund is gone.</source>
        <translation>Die Bestellung wurde bei eBay geändert: eine Position dieser Erstattung gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The order was changed in the shop: a line of this parcel is gone.</source>
        <translation>Die Bestellung wurde im Shop geändert: Eine Position dieses Pakets fehlt.</translation>
    </message>
    <message>
        <source>The order was changed in the shop: a line of this refund is gone.</source>
        <translation>Die Bestellung wurde im Shop geändert: Eine Position dieser Erstattung gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The order was deleted in the shop.</source>
        <translation>Die Bestellung wurde im Shop gelöscht.</translation>
    </message>
    <message>
        <source>The order was paid meanwhile.</source>
        <translation>Die Bestellung wurde inzwischen bezahlt.</translation>
    </message>
    <message>
        <source>The order was refunded in the shop.</source>
        <translation>Die Bestellung wurde im Shop erstattet.</translation>
    </message>
    <message>
        <source>The payment of the order failed in the shop.</source>
        <translation>Die Zahlung der Bestellung ist im Shop fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The return was accepted at eBay meanwhile.</source>
        <translation>Die Retoure wurde bei eBay inzwischen angenommen.</translation>
    </message>
    <message>
        <source>The return was closed at eBay meanwhile.</source>
        <translation>Die Retoure wurde bei eBay inzwischen geschlossen.</translation>
    </message>
    <message>
        <source>The return was declined at eBay meanwhile.</source>
        <translation>Die Retoure wurde bei eBay inzwischen abgelehnt.</translation>
    </message>
    <message>
        <source>The return was escalated meanwhile: eBay decides it now.</source>
        <translation>Die Retoure wurde inzwischen an eBay gegeben: jetzt entscheidet eBay.</translation>
    </message>
    <message>
        <source>The seller does not take part in {marketplace} at present.</source>
        <translation>Der Verkäufer nimmt zurzeit nicht an {marketplace} teil.</translation>
    </message>
    <message>
        <source>The shop has the order as completed.</source>
        <translation>Im Shop ist die Bestellung abgeschlossen.</translation>
    </message>
    <message>
        <source>The shop hides its API index, so Desk finds out by trying what it can do.</source>
        <translation>Der Shop verbirgt das Verzeichnis seiner Schnittstelle; Desk findet durch Probieren heraus, was er kann.</translation>
    </message>
    <message>
        <source>The shop is asked over http: the keys are signed, but buyers&apos; data travels readable for others. Use https.</source>
        <translation>Der Shop wird über http abgefragt: Die Schlüssel sind signiert, aber Käuferdaten reisen für andere lesbar. Auf https umstellen.</translation>
    </message>
    <message>
        <source>The shop knows of a parcel of this order.</source>
        <translation>Der Shop kennt ein Paket dieser Bestellung.</translation>
    </message>
    <message>
        <source>The shop shows a refund of this amount without Desk&apos;s mark, made since this one was sent. Look whether it is this one.</source>
        <translation>Der Shop zeigt eine Erstattung über diesen Betrag ohne die Kennung von Desk, gebucht seit diese gesendet wurde. Prüfen Sie, ob sie es ist.</translation>
    </message>
    <message>
        <source>The shop shows it only once, right after the key was made.</source>
        <translation>Der Shop zeigt es nur einmal, gleich nach dem Anlegen des Schlüssels.</translation>
    </message>
    <message>
        <source>The shop&apos;s own statuses</source>
        <translation>Eigene Status des Shops</translation>
    </message>
    <message>
        <source>There is no key for digital signatures: eBay takes no refunds and answers to returns from sellers in the EU and the UK. Sign in at eBay once more to get one.</source>
        <translation>Es gibt keinen Schlüssel für digitale Signaturen: eBay nimmt von Verkäufern in der EU und im Vereinigten Königreich keine Erstattungen und Antworten auf Retouren. Bei eBay neu anmelden, um einen zu bekommen.</translation>
    </message>
    <message>
        <source>This is Amazon&apos;s sandbox: its orders are not real.</source>
        <translation>Das ist die Sandbox von Amazon: Ihre Bestellungen sind nicht echt.</translation>
    </message>
    <message>
        <source>This is eBay&apos;s sandbox: its orders are tests.</source>
        <translation>Das ist die Sandbox von eBay: Ihre Bestellungen sind Tests.</translation>
    </message>
    <message>
        <source>This parcel was entered in Seller Central, and can be corrected there only.</source>
        <translation>Dieses Paket wurde in Seller Central eingetragen und lässt sich nur dort korrigieren.</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Tracking numbers</source>
        <translation>Sendungsnummern</translation>
    </message>
    <message>
        <source>Trading site</source>
        <translation>Trading-Site</translation>
    </message>
    <message>
        <source>Type the number of rows from an amount of</source>
        <translation>Zeilenzahl eintippen ab einem Betrag von</translation>
    </message>
    <message>
        <source>Type the number of rows of a batch from</source>
        <translation>Zeilenzahl einer Sammelaktion eintippen ab</translation>
    </message>
    <message>
        <source>Way of tracking numbers</source>
        <translation>Weg der Sendungsnummern</translation>
    </message>
    <message>
        <source>a date lies before 1970 or after 2200</source>
        <translation>ein Datum liegt vor 1970 oder nach 2200</translation>
    </message>
    <message>
        <source>a report of returns breaks off or is none</source>
        <translation>ein Bericht über Rücksendungen bricht ab oder ist keiner</translation>
    </message>
    <message>
        <source>a report of returns defines a document type, which Desk does not read</source>
        <translation>ein Bericht über Rücksendungen definiert einen Dokumenttyp, was Desk nicht liest</translation>
    </message>
    <message>
        <source>a row of a report of returns has other cells than its head</source>
        <translation>eine Zeile eines Berichts über Rücksendungen hat andere Zellen als sein Kopf</translation>
    </message>
    <message>
        <source>an amount is not a number</source>
        <translation>ein Betrag ist keine Zahl</translation>
    </message>
    <message>
        <source>asked for by the date of the change; no webhook is needed</source>
        <translation>nach dem Datum der Änderung abgefragt; kein Webhook nötig</translation>
    </message>
    <message>
        <source>could not be checked just now</source>
        <translation>ließ sich gerade nicht prüfen</translation>
    </message>
    <message>
        <source>eBay itself packs and ships this order.</source>
        <translation>eBay packt und versendet diese Bestellung selbst.</translation>
    </message>
    <message>
        <source>eBay no longer has this inquiry.</source>
        <translation>eBay hat diese Anfrage nicht mehr.</translation>
    </message>
    <message>
        <source>eBay no longer has this order.</source>
        <translation>eBay hat diese Bestellung nicht mehr.</translation>
    </message>
    <message>
        <source>eBay no longer has this purchase under its number: the buyer may have paid, which gives it a new one.</source>
        <translation>eBay hat diesen Kauf nicht mehr unter seiner Nummer: Vielleicht hat der Käufer bezahlt, dann hat er eine neue.</translation>
    </message>
    <message>
        <source>eBay no longer has this return.</source>
        <translation>eBay hat diese Retoure nicht mehr.</translation>
    </message>
    <message>
        <source>eBay no longer has this wish to cancel.</source>
        <translation>eBay hat diesen Stornowunsch nicht mehr.</translation>
    </message>
    <message>
        <source>eBay reads along and takes offence at e-mail addresses, telephone numbers, bank details, links and offers to buy elsewhere.</source>
        <translation>eBay liest mit und beanstandet E-Mail-Adressen, Telefonnummern, Bankdaten, Links und Angebote, anderswo zu kaufen.</translation>
    </message>
    <message>
        <source>granted</source>
        <translation>gewährt</translation>
    </message>
    <message>
        <source>it has no date</source>
        <translation>das Datum fehlt</translation>
    </message>
    <message>
        <source>it has no number</source>
        <translation>die Nummer fehlt</translation>
    </message>
    <message>
        <source>it lacks</source>
        <translation>es fehlt</translation>
    </message>
    <message>
        <source>its lines have no numbers of their own</source>
        <translation>die Positionen haben keine eigenen Nummern</translation>
    </message>
    <message>
        <source>keys in the query</source>
        <translation>Schlüssel in der Adresszeile</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>not known yet, for want of orders of late</source>
        <translation>noch nicht bekannt, mangels neuerer Bestellungen</translation>
    </message>
    <message>
        <source>order meta and a customer note</source>
        <translation>Bestell-Meta und eine Notiz an den Kunden</translation>
    </message>
    <message>
        <source>own tables (HPOS)</source>
        <translation>eigenen Tabellen (HPOS)</translation>
    </message>
    <message>
        <source>partly granted</source>
        <translation>teilweise gewährt</translation>
    </message>
    <message>
        <source>posts</source>
        <translation>Beiträgen (posts)</translation>
    </message>
    <message>
        <source>the hour that is skipped in spring is read twice</source>
        <translation>die Stunde, die im Frühjahr ausfällt, wird zweimal gelesen</translation>
    </message>
    <message>
        <source>the quantity of a line is no count of pieces</source>
        <translation>die Menge einer Position ist keine Stückzahl</translation>
    </message>
    <message>
        <source>“auto” takes the extension that the shop has.</source>
        <translation>„auto“ nimmt die Erweiterung, die der Shop hat.</translation>
    </message>
</context>
<context>
    <name>commands</name>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Order</source>
        <translation>Be&amp;stellung</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Accept returns …</source>
        <translation>Retouren annehmen …</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Zurück zur Liste</translation>
    </message>
    <message>
        <source>Back up now …</source>
        <translation>Jetzt sichern …</translation>
    </message>
    <message>
        <source>Cancel order …</source>
        <translation>Bestellung stornieren …</translation>
    </message>
    <message>
        <source>Close returns …</source>
        <translation>Retouren abschließen …</translation>
    </message>
    <message>
        <source>Commands …</source>
        <translation>Befehle …</translation>
    </message>
    <message>
        <source>Condition of returns</source>
        <translation>Zustand der Retouren</translation>
    </message>
    <message>
        <source>Connect an account …</source>
        <translation>Konto verbinden …</translation>
    </message>
    <message>
        <source>Copy delivery address</source>
        <translation>Lieferadresse kopieren</translation>
    </message>
    <message>
        <source>Copy order number</source>
        <translation>Bestellnummer kopieren</translation>
    </message>
    <message>
        <source>Copy tracking number</source>
        <translation>Sendungsnummer kopieren</translation>
    </message>
    <message>
        <source>Correct a parcel&apos;s number …</source>
        <translation>Sendungsnummer berichtigen …</translation>
    </message>
    <message>
        <source>Decline returns …</source>
        <translation>Retouren ablehnen …</translation>
    </message>
    <message>
        <source>Export orders …</source>
        <translation>Bestellungen exportieren …</translation>
    </message>
    <message>
        <source>Fetch now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>Fetch one account …</source>
        <translation>Ein Konto abrufen …</translation>
    </message>
    <message>
        <source>Fetch this order again</source>
        <translation>Diese Bestellung neu abgleichen</translation>
    </message>
    <message>
        <source>Filter the list …</source>
        <translation>Liste filtern …</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>First steps …</source>
        <translation>Erste Schritte …</translation>
    </message>
    <message>
        <source>Forget buyers …</source>
        <translation>Käufer vergessen …</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>Give returns another reason</source>
        <translation>Retouren einen anderen Grund geben</translation>
    </message>
    <message>
        <source>Is all well? …</source>
        <translation>Alles in Ordnung? …</translation>
    </message>
    <message>
        <source>Keep this view of the returns …</source>
        <translation>Diese Ansicht der Retouren sichern …</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Labels of returns …</source>
        <translation>Etiketten der Retouren …</translation>
    </message>
    <message>
        <source>Language: English</source>
        <translation>Sprache: Englisch</translation>
    </message>
    <message>
        <source>Language: German</source>
        <translation>Sprache: Deutsch</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größerer Text</translation>
    </message>
    <message>
        <source>Let this account report shipments …</source>
        <translation>Dieses Konto Sendungen melden lassen …</translation>
    </message>
    <message>
        <source>Look at demo data</source>
        <translation>Mit Demodaten ansehen</translation>
    </message>
    <message>
        <source>Look: as the system</source>
        <translation>Aussehen: wie das System</translation>
    </message>
    <message>
        <source>Look: dark</source>
        <translation>Aussehen: dunkel</translation>
    </message>
    <message>
        <source>Look: light</source>
        <translation>Aussehen: hell</translation>
    </message>
    <message>
        <source>Make the search index anew</source>
        <translation>Suchindex neu aufbauen</translation>
    </message>
    <message>
        <source>Mark as paid …</source>
        <translation>Als bezahlt melden …</translation>
    </message>
    <message>
        <source>Menu bar</source>
        <translation>Menüleiste</translation>
    </message>
    <message>
        <source>Message or reply …</source>
        <translation>Nachricht oder Antwort …</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>Nächster Bereich</translation>
    </message>
    <message>
        <source>Next row</source>
        <translation>Nächste Zeile</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>Normale Textgröße</translation>
    </message>
    <message>
        <source>Open a return …</source>
        <translation>Retoure anlegen …</translation>
    </message>
    <message>
        <source>Open in the channel</source>
        <translation>Im Verkaufskanal öffnen</translation>
    </message>
    <message>
        <source>Open the folder of the log</source>
        <translation>Ordner des Protokolls öffnen</translation>
    </message>
    <message>
        <source>Orders of these days …</source>
        <translation>Bestellungen dieser Tage …</translation>
    </message>
    <message>
        <source>Other status …</source>
        <translation>Anderer Status …</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Paste tracking numbers …</source>
        <translation>Sendungsnummern einfügen …</translation>
    </message>
    <message>
        <source>Pause fetching and reporting</source>
        <translation>Abgleich und Meldungen anhalten</translation>
    </message>
    <message>
        <source>Pause one account …</source>
        <translation>Ein Konto anhalten …</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>Voriger Bereich</translation>
    </message>
    <message>
        <source>Previous row</source>
        <translation>Vorige Zeile</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Receive returns …</source>
        <translation>Retouren als eingetroffen buchen …</translation>
    </message>
    <message>
        <source>Recovery key …</source>
        <translation>Wiederherstellungsschlüssel …</translation>
    </message>
    <message>
        <source>Refund returns …</source>
        <translation>Retouren erstatten …</translation>
    </message>
    <message>
        <source>Refund …</source>
        <translation>Erstatten …</translation>
    </message>
    <message>
        <source>Reject returns after inspection …</source>
        <translation>Retouren nach der Prüfung zurückweisen …</translation>
    </message>
    <message>
        <source>Report of the last crash …</source>
        <translation>Bericht zum letzten Absturz …</translation>
    </message>
    <message>
        <source>Report shipment …</source>
        <translation>Versand melden …</translation>
    </message>
    <message>
        <source>Report shipments from a file …</source>
        <translation>Versand aus einer Datei melden …</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>Retouren</translation>
    </message>
    <message>
        <source>Rows: comfortable</source>
        <translation>Zeilen: bequem</translation>
    </message>
    <message>
        <source>Rows: compact</source>
        <translation>Zeilen: kompakt</translation>
    </message>
    <message>
        <source>Running work</source>
        <translation>Laufende Vorgänge</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Send a link to pay …</source>
        <translation>Zahlungslink senden …</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Settle returns from a file …</source>
        <translation>Retouren aus einer Datei erstatten …</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinerer Text</translation>
    </message>
    <message>
        <source>Stop fetching</source>
        <translation>Abgleich abbrechen</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>To ship</source>
        <translation>Zu versenden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Unannounced parcel …</source>
        <translation>Unangekündigtes Paket …</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>Notiz schreiben</translation>
    </message>
    <message>
        <source>add account channel shop marketplace keys wizard set up</source>
        <translation>konto hinzufügen kanal shop marktplatz schlüssel einrichten anmelden</translation>
    </message>
    <message>
        <source>analytics figures statistics chart return rate reasons report</source>
        <translation>auswertung zahlen statistik diagramm retourenquote gründe bericht</translation>
    </message>
    <message>
        <source>approve allow bulk selected</source>
        <translation>annehmen genehmigen zustimmen sammelaktion auswahl</translation>
    </message>
    <message>
        <source>arrived parcel goods bulk selected</source>
        <translation>eingetroffen paket ware sammelaktion auswahl</translation>
    </message>
    <message>
        <source>backup save copy store</source>
        <translation>sicherung backup speichern kopie datenbestand</translation>
    </message>
    <message>
        <source>browser shop admin</source>
        <translation>browser shop verwaltung admin</translation>
    </message>
    <message>
        <source>cancel order call off void</source>
        <translation>storno stornieren absagen abbrechen bestellung</translation>
    </message>
    <message>
        <source>cancel sync</source>
        <translation>abbrechen abgleich stopp</translation>
    </message>
    <message>
        <source>clipboard address recipient</source>
        <translation>Zwischenablage Adresse Anschrift Empfänger</translation>
    </message>
    <message>
        <source>clipboard number</source>
        <translation>zwischenablage nummer</translation>
    </message>
    <message>
        <source>clipboard parcel tracking</source>
        <translation>Zwischenablage Paket Sendung Trackingnummer</translation>
    </message>
    <message>
        <source>correct tracking number parcel wrong typo carrier</source>
        <translation>sendungsnummer berichtigen korrigieren paket falsch tippfehler versanddienst</translation>
    </message>
    <message>
        <source>crash error log support</source>
        <translation>absturz fehler protokoll hilfe support</translation>
    </message>
    <message>
        <source>csv table import bulk parcels</source>
        <translation>csv tabelle import sammelaktion sendungen pakete</translation>
    </message>
    <message>
        <source>csv table import bulk refund</source>
        <translation>csv tabelle einlesen sammelaktion erstattung</translation>
    </message>
    <message>
        <source>csv table spreadsheet excel save list</source>
        <translation>csv tabelle excel speichern liste ausgeben</translation>
    </message>
    <message>
        <source>date range period from to month year filter</source>
        <translation>datum zeitraum von bis monat jahr filter tage</translation>
    </message>
    <message>
        <source>demo try example test</source>
        <translation>demo ausprobieren beispiel test</translation>
    </message>
    <message>
        <source>density dense tight small lists</source>
        <translation>dichte dicht eng klein listen</translation>
    </message>
    <message>
        <source>density height space lists</source>
        <translation>dichte höhe abstand listen</translation>
    </message>
    <message>
        <source>deutsch sprache</source>
        <translation>deutsch sprache</translation>
    </message>
    <message>
        <source>dispatch parcels overdue list</source>
        <translation>versand pakete überfällig liste packen</translation>
    </message>
    <message>
        <source>doctor check health diagnostics support damaged</source>
        <translation>doktor prüfen gesundheit diagnose support beschädigt</translation>
    </message>
    <message>
        <source>done finish bulk selected</source>
        <translation>fertig abschließen sammelaktion auswahl</translation>
    </message>
    <message>
        <source>down</source>
        <translation>runter unten</translation>
    </message>
    <message>
        <source>english language</source>
        <translation>englisch sprache</translation>
    </message>
    <message>
        <source>escape leave close</source>
        <translation>escape verlassen schließen</translation>
    </message>
    <message>
        <source>exit close</source>
        <translation>beenden schließen ende</translation>
    </message>
    <message>
        <source>filter status state open unpaid problems to ship</source>
        <translation>filter status zustand offen unbezahlt probleme versenden</translation>
    </message>
    <message>
        <source>focus</source>
        <translation>fokus wechseln</translation>
    </message>
    <message>
        <source>grade inspect check bulk selected</source>
        <translation>zustand note prüfen sammelaktion ausgewählte</translation>
    </message>
    <message>
        <source>help keys</source>
        <translation>hilfe tasten</translation>
    </message>
    <message>
        <source>history</source>
        <translation>verlauf</translation>
    </message>
    <message>
        <source>internal note comment memo remark</source>
        <translation>intern Notiz Kommentar Vermerk Bemerkung</translation>
    </message>
    <message>
        <source>jobs tasks progress cancel stop</source>
        <translation>vorgänge aufgaben fortschritt abbrechen anhalten</translation>
    </message>
    <message>
        <source>keyring lost password restore</source>
        <translation>schlüsselbund verloren passwort wiederherstellen</translation>
    </message>
    <message>
        <source>log file folder support</source>
        <translation>protokoll log datei ordner support</translation>
    </message>
    <message>
        <source>menus hide show</source>
        <translation>menü zeigen verbergen</translation>
    </message>
    <message>
        <source>message reply answer write contact buyer</source>
        <translation>nachricht antworten antwort schreiben käufer kontakt</translation>
    </message>
    <message>
        <source>orders home</source>
        <translation>bestellungen start</translation>
    </message>
    <message>
        <source>paid money received bank transfer payment</source>
        <translation>bezahlt geld eingegangen überweisung zahlungseingang</translation>
    </message>
    <message>
        <source>palette actions</source>
        <translation>palette aktionen</translation>
    </message>
    <message>
        <source>pause go on account shop channel</source>
        <translation>pause anhalten fortsetzen konto shop kanal</translation>
    </message>
    <message>
        <source>pause sync hold</source>
        <translation>pause anhalten abgleich</translation>
    </message>
    <message>
        <source>payment link invoice remind unpaid mail</source>
        <translation>zahlungslink bezahlen rechnung erinnern unbezahlt mail</translation>
    </message>
    <message>
        <source>preferences options</source>
        <translation>optionen konfiguration</translation>
    </message>
    <message>
        <source>privacy erase personal data retention gdpr delete names</source>
        <translation>datenschutz löschen personenbezogene daten aufbewahrung dsgvo namen anonymisieren</translation>
    </message>
    <message>
        <source>pushes failed waiting</source>
        <translation>meldungen fehlgeschlagen wartend</translation>
    </message>
    <message>
        <source>recall take back</source>
        <translation>zurücknehmen widerrufen</translation>
    </message>
    <message>
        <source>recall undo push</source>
        <translation>zurücknehmen rückgängig meldung</translation>
    </message>
    <message>
        <source>refresh reload</source>
        <translation>aktualisieren neu laden</translation>
    </message>
    <message>
        <source>refund money back partial goodwill</source>
        <translation>erstatten erstattung geld zurück teilerstattung kulanz</translation>
    </message>
    <message>
        <source>refuse bulk selected</source>
        <translation>ablehnen verweigern sammelaktion auswahl</translation>
    </message>
    <message>
        <source>refuse used damaged bulk selected</source>
        <translation>zurückweisen benutzt beschädigt sammelaktion auswahl</translation>
    </message>
    <message>
        <source>repair search reindex doctor</source>
        <translation>reparieren suche index doktor</translation>
    </message>
    <message>
        <source>retry push failed</source>
        <translation>wiederholen meldung fehlgeschlagen</translation>
    </message>
    <message>
        <source>return label tracking number paste parcel bulk selected</source>
        <translation>rücksendeetikett sendungsnummer einfügen paket sammelaktion ausgewählte</translation>
    </message>
    <message>
        <source>return rma send back goods withdrawal parcel arrived</source>
        <translation>retoure rma rücksendung zurückschicken ware widerruf paket eingetroffen</translation>
    </message>
    <message>
        <source>returns rma send back goods workbench</source>
        <translation>retouren rücksendung rma ware zurück sammelaktion</translation>
    </message>
    <message>
        <source>saved view filter bookmark</source>
        <translation>ansicht sichern filter lesezeichen</translation>
    </message>
    <message>
        <source>search order customer</source>
        <translation>suche bestellung kunde</translation>
    </message>
    <message>
        <source>set status state shop on hold processing</source>
        <translation>status setzen zustand shop wartend in bearbeitung</translation>
    </message>
    <message>
        <source>settle money back bulk selected</source>
        <translation>erstatten geld zurück sammelaktion auswahl</translation>
    </message>
    <message>
        <source>ship dispatch tracking parcel carrier</source>
        <translation>versenden verschicken sendungsnummer paket versanddienst</translation>
    </message>
    <message>
        <source>spreadsheet clipboard bulk parcels</source>
        <translation>tabelle zwischenablage sammelaktion sendungen excel</translation>
    </message>
    <message>
        <source>sync account shop channel</source>
        <translation>abgleich abrufen konto shop kanal</translation>
    </message>
    <message>
        <source>sync refresh update orders</source>
        <translation>abgleich aktualisieren bestellungen laden</translation>
    </message>
    <message>
        <source>theme dark light</source>
        <translation>design dunkel hell</translation>
    </message>
    <message>
        <source>theme day</source>
        <translation>design tag hell</translation>
    </message>
    <message>
        <source>theme night</source>
        <translation>design nacht dunkel</translation>
    </message>
    <message>
        <source>unknown nobody match find parcel scan arrived</source>
        <translation>unbekannt fremd zuordnen finden paket scannen eingetroffen</translation>
    </message>
    <message>
        <source>up</source>
        <translation>hoch oben</translation>
    </message>
    <message>
        <source>welcome first run start tour</source>
        <translation>willkommen einrichten anfang tour</translation>
    </message>
    <message>
        <source>why code bulk selected</source>
        <translation>grund warum rückgabegrund sammelaktion ausgewählte</translation>
    </message>
    <message>
        <source>writing on read-only allow</source>
        <translation>schreiben einschalten nur lesen erlauben</translation>
    </message>
    <message>
        <source>zoom in font</source>
        <translation>vergrößern schrift</translation>
    </message>
    <message>
        <source>zoom out font</source>
        <translation>verkleinern schrift</translation>
    </message>
    <message>
        <source>zoom reset font</source>
        <translation>zurücksetzen schrift</translation>
    </message>
</context>
<context>
    <name>condition</name>
    <message>
        <source>{account}: {trouble}</source>
        <translation>{account}: {trouble}</translation>
    </message>
</context>
<context>
    <name>deeds</name>
    <message numerus="yes">
        <source>%n character(s) too many</source>
        <translation>
            <numerusform>%n Zeichen zu viel</numerusform>
            <numerusform>%n Zeichen zu viel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>Act until {moment}</source>
        <translation>Zu tun bis {moment}</translation>
    </message>
    <message>
        <source>Being queued …</source>
        <translation>Kommt in den Ausgang …</translation>
    </message>
    <message>
        <source>Can be taken back for 10 seconds.</source>
        <translation>Kann 10 Sekunden lang zurückgenommen werden.</translation>
    </message>
    <message>
        <source>Carrier</source>
        <translation>Versanddienst</translation>
    </message>
    <message>
        <source>Choose a reason</source>
        <translation>Grund wählen</translation>
    </message>
    <message>
        <source>Choose the carrier.</source>
        <translation>Den Versanddienst wählen.</translation>
    </message>
    <message>
        <source>Enter the tracking number.</source>
        <translation>Die Sendungsnummer eingeben.</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Refund …</source>
        <translation>Erstatten …</translation>
    </message>
    <message>
        <source>The buyer has until {moment}</source>
        <translation>Der Käufer hat Zeit bis {moment}</translation>
    </message>
    <message>
        <source>Tracking number</source>
        <translation>Sendungsnummer</translation>
    </message>
    <message>
        <source>overdue for {time}</source>
        <translation>seit {time} überfällig</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>“{code}” was scanned and not typed, so it is not taken for an amount.</source>
        <translation>„{code}“ wurde gescannt und nicht getippt und gilt deshalb nicht als Betrag.</translation>
    </message>
</context>
<context>
    <name>doctor</name>
    <message>
        <source>An open window makes one a day; make one now.</source>
        <translation>Ein offenes Fenster legt täglich eine an; jetzt eine anlegen.</translation>
    </message>
    <message>
        <source>Check the rights on the store&apos;s folder and the space on its disk.</source>
        <translation>Rechte am Ordner des Datenbestands und Platz auf dem Datenträger prüfen.</translation>
    </message>
    <message>
        <source>Free some space: Desk needs it for each order and each backup.</source>
        <translation>Platz schaffen: Desk braucht ihn für jede Bestellung und jede Sicherung.</translation>
    </message>
    <message>
        <source>Make one, and keep it away from this computer.</source>
        <translation>Einen anlegen und fern von diesem Rechner aufbewahren.</translation>
    </message>
    <message>
        <source>Search goes on while it is made anew.</source>
        <translation>Die Suche geht weiter, während er neu aufgebaut wird.</translation>
    </message>
    <message>
        <source>Set this computer&apos;s clock by the network.</source>
        <translation>Die Uhr dieses Rechners über das Netz stellen.</translation>
    </message>
    <message>
        <source>The settings have the account and its keys.</source>
        <translation>Konto und Schlüssel stehen in den Einstellungen.</translation>
    </message>
    <message>
        <source>The strip at the window&apos;s lower edge leads to the newest backup; Desk fetches what came after it.</source>
        <translation>Der Streifen am unteren Rand des Fensters führt zur neuesten Sicherung; was danach kam, ruft Desk wieder ab.</translation>
    </message>
</context>
<context>
    <name>jobs</name>
    <message>
        <source>Backing up the store</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Checking the store</source>
        <translation>Prüfung des Datenbestands</translation>
    </message>
    <message>
        <source>Daily backup and check</source>
        <translation>Tägliche Sicherung und Prüfung</translation>
    </message>
    <message>
        <source>Exporting to {file}</source>
        <translation>Export nach {file}</translation>
    </message>
    <message>
        <source>Fetching {account}</source>
        <translation>Abruf {account}</translation>
    </message>
    <message>
        <source>Forgetting buyers</source>
        <translation>Käufer werden vergessen</translation>
    </message>
    <message>
        <source>Making the search index anew</source>
        <translation>Suchindex wird neu aufgebaut</translation>
    </message>
    <message numerus="yes">
        <source>Reporting %n parcel(s)</source>
        <translation>
            <numerusform>%n Sendung wird gemeldet</numerusform>
            <numerusform>%n Sendungen werden gemeldet</numerusform>
        </translation>
    </message>
    <message>
        <source>Reporting to {account}</source>
        <translation>Übertragung an {account}</translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %n order(s). The next run goes on from there.</source>
        <translation>
            <numerusform>Nach %n Bestellung angehalten. Der nächste Lauf macht dort weiter.</numerusform>
            <numerusform>Nach %n Bestellungen angehalten. Der nächste Lauf macht dort weiter.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped. The next run forgets the others.</source>
        <translation>Angehalten. Der nächste Lauf vergisst die übrigen.</translation>
    </message>
    <message>
        <source>The backup was stopped. Nothing is left of it.</source>
        <translation>Die Sicherung wurde angehalten. Es bleibt nichts davon zurück.</translation>
    </message>
    <message>
        <source>The daily backup was stopped. It is made later.</source>
        <translation>Die tägliche Sicherung wurde angehalten. Sie wird später nachgeholt.</translation>
    </message>
    <message>
        <source>The export was stopped. No file was written.</source>
        <translation>Der Export wurde angehalten. Es wurde keine Datei geschrieben.</translation>
    </message>
    <message numerus="yes">
        <source>Working on %n return(s)</source>
        <translation>
            <numerusform>%n Retoure wird bearbeitet</numerusform>
            <numerusform>%n Retouren werden bearbeitet</numerusform>
        </translation>
    </message>
    <message>
        <source>waits {duration}</source>
        <translation>wartet {duration}</translation>
    </message>
    <message>
        <source>{done} / {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation>noch {duration}</translation>
    </message>
    <message>
        <source>{number}%</source>
        <translation>{number}&#xa0;%</translation>
    </message>
    <message>
        <source>{number}/s</source>
        <translation>{number}/s</translation>
    </message>
</context>
<context>
    <name>leaving</name>
    <message numerus="yes">
        <source>%n change(s) have not reached the channel yet.</source>
        <translation>
            <numerusform>%n Änderung hat den Verkaufskanal noch nicht erreicht.</numerusform>
            <numerusform>%n Änderungen haben den Verkaufskanal noch nicht erreicht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Leave Desk?</source>
        <translation>Desk beenden?</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <source>Still running: {jobs}</source>
        <translation>Läuft noch: {jobs}</translation>
    </message>
    <message>
        <source>They stay in the outbox and go out when Desk is open again.</source>
        <translation>Sie bleiben im Ausgang und gehen raus, wenn Desk wieder offen ist.</translation>
    </message>
    <message>
        <source>What runs is broken off between two steps; what is done stays done.</source>
        <translation>Laufendes wird zwischen zwei Schritten abgebrochen; Erledigtes bleibt erledigt.</translation>
    </message>
</context>
<context>
    <name>orders</name>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n Bestellung</numerusform>
            <numerusform>%n Bestellungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Buyer wants to cancel</source>
        <translation>Käufer will stornieren</translation>
    </message>
    <message>
        <source>Customer {name}, {details}</source>
        <translation>Kunde/Kundin {name}, {details}</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Deadline missed</source>
        <translation>Frist versäumt</translation>
    </message>
    <message>
        <source>Deadline soon</source>
        <translation>Frist läuft bald ab</translation>
    </message>
    <message>
        <source>Did you mean …</source>
        <translation>Meinten Sie …</translation>
    </message>
    <message>
        <source>Name hidden by the channel</source>
        <translation>Name vom Verkaufskanal verborgen</translation>
    </message>
    <message>
        <source>Newest orders</source>
        <translation>Neueste Bestellungen</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>Ship today</source>
        <translation>Heute versenden</translation>
    </message>
    <message>
        <source>Shipment overdue</source>
        <translation>Versand überfällig</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n customers</source>
        <translation>
            <numerusform>Alle %n Kunden anzeigen</numerusform>
            <numerusform>Alle %n Kunden anzeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>The channel decides</source>
        <translation>Kanal entscheidet</translation>
    </message>
    <message>
        <source>Waits for approval</source>
        <translation>Wartet auf Freigabe</translation>
    </message>
    <message>
        <source>{name}, {channel} order {number}, {date}, {amount}, {item}. Status: {status}</source>
        <translation>{name}, {channel}-Bestellung {number}, {date}, {amount}, {item}. Status: {status}</translation>
    </message>
</context>
<context>
    <name>outbox</name>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n Versuch</numerusform>
            <numerusform>%n Versuche</numerusform>
        </translation>
    </message>
    <message>
        <source>Channel: “{words}”</source>
        <translation>Verkaufskanal: „{words}“</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Report shipment: {carrier} {number}</source>
        <translation>Versand melden: {carrier} {number}</translation>
    </message>
    <message>
        <source>Reported: {when}</source>
        <translation>Gemeldet: {when}</translation>
    </message>
    <message>
        <source>Sent last: {when}</source>
        <translation>Zuletzt gesendet: {when}</translation>
    </message>
    <message>
        <source>Settled: {when}</source>
        <translation>Abgeschlossen: {when}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>goes out in {duration}</source>
        <translation>geht in {duration} raus</translation>
    </message>
    <message>
        <source>next try in {duration}</source>
        <translation>nächster Versuch in {duration}</translation>
    </message>
</context>
<context>
    <name>returns</name>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n erledigt</numerusform>
            <numerusform>%n erledigt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not reached</source>
        <translation>
            <numerusform>%n nicht erreicht</numerusform>
            <numerusform>%n nicht erreicht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the way</source>
        <translation>
            <numerusform>%n unterwegs</numerusform>
            <numerusform>%n unterwegs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s)</source>
        <translation>
            <numerusform>%n Retoure</numerusform>
            <numerusform>%n Retouren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken back</source>
        <translation>
            <numerusform>%n zurückgenommen</numerusform>
            <numerusform>%n zurückgenommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unclear</source>
        <translation>
            <numerusform>%n ungeklärt</numerusform>
            <numerusform>%n ungeklärt</numerusform>
        </translation>
    </message>
    <message>
        <source>A part of the money went back</source>
        <translation>Teilweise erstattet</translation>
    </message>
    <message numerus="yes">
        <source>Accept %n return(s)</source>
        <translation>
            <numerusform>%n Retoure annehmen</numerusform>
            <numerusform>%n Retouren annehmen</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept return …</source>
        <translation>Retoure annehmen …</translation>
    </message>
    <message>
        <source>Accept returns</source>
        <translation>Retouren annehmen</translation>
    </message>
    <message>
        <source>Accept …</source>
        <translation>Annehmen …</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Announced</source>
        <translation>Angekündigt</translation>
    </message>
    <message>
        <source>Another reason …</source>
        <translation>Anderer Grund …</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Eingetroffen</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Choose a reason.</source>
        <translation>Einen Grund wählen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Abschließen</translation>
    </message>
    <message numerus="yes">
        <source>Close %n return(s)</source>
        <translation>
            <numerusform>%n Retoure abschließen</numerusform>
            <numerusform>%n Retouren abschließen</numerusform>
        </translation>
    </message>
    <message>
        <source>Close returns</source>
        <translation>Retouren abschließen</translation>
    </message>
    <message>
        <source>Close …</source>
        <translation>Abschließen …</translation>
    </message>
    <message>
        <source>Customs cleared</source>
        <translation>Vom Zoll freigegeben</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Frist</translation>
    </message>
    <message numerus="yes">
        <source>Decline %n return(s)</source>
        <translation>
            <numerusform>%n Retoure ablehnen</numerusform>
            <numerusform>%n Retouren ablehnen</numerusform>
        </translation>
    </message>
    <message>
        <source>Decline return …</source>
        <translation>Retoure ablehnen …</translation>
    </message>
    <message>
        <source>Decline returns</source>
        <translation>Retouren ablehnen</translation>
    </message>
    <message>
        <source>Decline …</source>
        <translation>Ablehnen …</translation>
    </message>
    <message>
        <source>Delivered to us</source>
        <translation>Bei uns zugestellt</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Due {when}</source>
        <translation>Fällig {when}</translation>
    </message>
    <message>
        <source>Exchange …</source>
        <translation>Umtauschen …</translation>
    </message>
    <message>
        <source>Goes back</source>
        <translation>Geht zurück</translation>
    </message>
    <message>
        <source>Goes out instead: {what}</source>
        <translation>Geht stattdessen hinaus: {what}</translation>
    </message>
    <message>
        <source>Goods have arrived …</source>
        <translation>Eingang buchen …</translation>
    </message>
    <message>
        <source>Held by customs …</source>
        <translation>Beim Zoll …</translation>
    </message>
    <message>
        <source>In your words</source>
        <translation>In eigenen Worten</translation>
    </message>
    <message>
        <source>Inspect …</source>
        <translation>Prüfen …</translation>
    </message>
    <message>
        <source>Inspected</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>It is “{state}”: it is refunded after its inspection.</source>
        <translation>Stand „{state}“: erstattet wird nach der Prüfung.</translation>
    </message>
    <message>
        <source>It is “{state}”: this step does not follow from there.</source>
        <translation>Stand „{state}“: dieser Schritt folgt darauf nicht.</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Artikel</translation>
    </message>
    <message>
        <source>Its share of the discounts</source>
        <translation>Anteil an den Rabatten</translation>
    </message>
    <message>
        <source>Label expired</source>
        <translation>Etikett abgelaufen</translation>
    </message>
    <message>
        <source>Let the buyer keep it …</source>
        <translation>Behalten lassen …</translation>
    </message>
    <message>
        <source>Lost on its way …</source>
        <translation>Unterwegs verloren …</translation>
    </message>
    <message>
        <source>No inspected return waits for its refund.</source>
        <translation>Keine geprüfte Retoure wartet auf ihre Erstattung.</translation>
    </message>
    <message>
        <source>No money goes back for these. The goods stay here until somebody decides on them.</source>
        <translation>Dafür geht kein Geld zurück. Die Ware bleibt hier, bis jemand über sie entscheidet.</translation>
    </message>
    <message>
        <source>No money goes back. Offer to send the goods back to the buyer.</source>
        <translation>Es geht kein Geld zurück. Die Rücksendung der Ware anbieten.</translation>
    </message>
    <message>
        <source>No money went back yet</source>
        <translation>Noch nichts erstattet</translation>
    </message>
    <message>
        <source>No reason given</source>
        <translation>Kein Grund angegeben</translation>
    </message>
    <message>
        <source>No return fits these filters.</source>
        <translation>Keine Retoure passt zu diesen Filtern.</translation>
    </message>
    <message>
        <source>No return is announced. New ones come here by themselves.</source>
        <translation>Keine Retoure ist angekündigt. Neue kommen von selbst hierher.</translation>
    </message>
    <message>
        <source>No return is done yet.</source>
        <translation>Noch keine Retoure ist erledigt.</translation>
    </message>
    <message>
        <source>No return waits to be inspected.</source>
        <translation>Keine Retouren zu prüfen.</translation>
    </message>
    <message>
        <source>On its way back …</source>
        <translation>Auf dem Rückweg …</translation>
    </message>
    <message>
        <source>On what ground, for the buyer</source>
        <translation>Aus welchem Grund, für die Kundschaft</translation>
    </message>
    <message>
        <source>Once a channel has paid, it cannot be undone. Until then: 10 seconds to take back.</source>
        <translation>Hat ein Kanal ausgezahlt, lässt es sich nicht rückgängig machen. Bis dahin bleiben 10 Sekunden zum Zurücknehmen.</translation>
    </message>
    <message>
        <source>Open again …</source>
        <translation>Wieder öffnen …</translation>
    </message>
    <message>
        <source>Opened {when}</source>
        <translation>Angelegt {when}</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Bestellung</translation>
    </message>
    <message>
        <source>No money goes back. The return is rejected for its wrong content.</source>
        <translation>Es geht kein Geld zurück. Die Retoure wird wegen falschen Inhalts abgelehnt.</translation>
    </message>
    <message>
        <source>Carrier</source>
        <translation>Versanddienst</translation>
    </message>
    <message>
        <source>Each buyer is told the reason, and may ask the channel to decide. 10 seconds to take back.</source>
        <translation>Jede Käuferin erfährt den Grund und kann den Kanal entscheiden lassen. 10 Sekunden zum Zurücknehmen.</translation>
    </message>
    <message numerus="yes">
        <source>Give %n label(s)</source>
        <translation>
            <numerusform>%n Etikett vergeben</numerusform>
            <numerusform>%n Etiketten vergeben</numerusform>
        </translation>
    </message>
    <message>
        <source>Label …</source>
        <translation>Etikett …</translation>
    </message>
    <message>
        <source>Labels of returns</source>
        <translation>Etiketten der Retouren</translation>
    </message>
    <message>
        <source>Parts are missing</source>
        <translation>Teile fehlen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message numerus="yes">
        <source>Receive %n return(s)</source>
        <translation>
            <numerusform>%n Retoure als eingetroffen buchen</numerusform>
            <numerusform>%n Retouren als eingetroffen buchen</numerusform>
        </translation>
    </message>
    <message>
        <source>Receive returns in full</source>
        <translation>Retouren vollständig als eingetroffen buchen</translation>
    </message>
    <message>
        <source>Receive …</source>
        <translation>Eingetroffen …</translation>
    </message>
    <message numerus="yes">
        <source>Refund %n return(s)</source>
        <translation>
            <numerusform>%n Retoure erstatten</numerusform>
            <numerusform>%n Retouren erstatten</numerusform>
        </translation>
    </message>
    <message>
        <source>Refund returns</source>
        <translation>Retouren erstatten</translation>
    </message>
    <message>
        <source>Refund {amount}</source>
        <translation>{amount} erstatten</translation>
    </message>
    <message>
        <source>Refund …</source>
        <translation>Erstatten …</translation>
    </message>
    <message numerus="yes">
        <source>Reject %n return(s)</source>
        <translation>
            <numerusform>%n Retoure zurückweisen</numerusform>
            <numerusform>%n Retouren zurückweisen</numerusform>
        </translation>
    </message>
    <message>
        <source>Reject after inspection …</source>
        <translation>Nach Prüfung ablehnen …</translation>
    </message>
    <message>
        <source>Reject returns after inspection</source>
        <translation>Retouren nach der Prüfung zurückweisen</translation>
    </message>
    <message>
        <source>Repair has failed</source>
        <translation>Reparatur misslungen</translation>
    </message>
    <message>
        <source>Repair is done</source>
        <translation>Reparatur fertig</translation>
    </message>
    <message>
        <source>Repair …</source>
        <translation>Reparieren …</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Retoure</translation>
    </message>
    <message>
        <source>Return label …</source>
        <translation>Rücksendeetikett …</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>Ausgewählt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>The buyer disputes it …</source>
        <translation>Die Kundschaft widerspricht …</translation>
    </message>
    <message>
        <source>The buyer is told that the return is declined. Once that is done, it cannot be undone.</source>
        <translation>Der Käufer erfährt, dass die Retoure abgelehnt ist. Ist das geschehen, lässt es sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>The buyer may send the goods back. Money goes back only afterwards.</source>
        <translation>Die Ware darf zurückgeschickt werden. Geld geht erst danach zurück.</translation>
    </message>
    <message>
        <source>The channel&apos;s own reason: Desk does not know it. Map it in the settings.</source>
        <translation>Der Grund stammt vom Kanal, Desk kennt ihn nicht. Er lässt sich in den Einstellungen zuordnen.</translation>
    </message>
    <message>
        <source>The channels are told. Their buyers&apos; money goes back only afterwards.</source>
        <translation>Die Kanäle erfahren es. Geld geht erst danach zurück.</translation>
    </message>
    <message>
        <source>The goods were used</source>
        <translation>Die Ware wurde benutzt</translation>
    </message>
    <message>
        <source>The money is on its way back</source>
        <translation>Erstattung unterwegs</translation>
    </message>
    <message>
        <source>The money is to go back although the goods will not come.</source>
        <translation>Das Geld soll zurückgehen, obwohl die Ware nicht kommt.</translation>
    </message>
    <message>
        <source>The money went back</source>
        <translation>Erstattet</translation>
    </message>
    <message>
        <source>The numbers are kept before the parcels move, and told to channels that take them.</source>
        <translation>Die Nummern stehen fest, bevor die Pakete unterwegs sind, und gehen an die Kanäle, die sie annehmen.</translation>
    </message>
    <message>
        <source>The parcel&apos;s number is kept before it moves.</source>
        <translation>Die Nummer wird festgehalten, bevor das Paket unterwegs ist.</translation>
    </message>
    <message>
        <source>The reason in your words</source>
        <translation>Der Grund in eigenen Worten</translation>
    </message>
    <message>
        <source>The return period is over</source>
        <translation>Die Rückgabefrist ist abgelaufen</translation>
    </message>
    <message>
        <source>There are no returns yet. Those that buyers open at a channel come here by themselves; for a parcel that is here, open a return from its order.</source>
        <translation>Noch gibt es keine Retouren. Was Käufer bei einem Kanal anmelden, kommt von selbst hierher; zu einem Paket, das schon hier ist, die Retoure aus seiner Bestellung anlegen.</translation>
    </message>
    <message>
        <source>These goods are excluded from return</source>
        <translation>Diese Ware ist von der Rückgabe ausgeschlossen</translation>
    </message>
    <message>
        <source>These goods are not from this order</source>
        <translation>Diese Ware gehört nicht zu dieser Bestellung</translation>
    </message>
    <message>
        <source>To confirm, type how many rows there are ({count}):</source>
        <translation>Zum Bestätigen die Zahl der Zeilen eintippen ({count}):</translation>
    </message>
    <message>
        <source>Tracking number</source>
        <translation>Sendungsnummer</translation>
    </message>
    <message>
        <source>Type how many rows there are: {count}.</source>
        <translation>Die Zahl der Zeilen eintippen: {count}.</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Warranty, or which offer was taken</source>
        <translation>Garantie, oder welches Angebot angenommen wurde</translation>
    </message>
    <message>
        <source>What customs ask for</source>
        <translation>Was der Zoll verlangt</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>What the buyer disputes</source>
        <translation>Wogegen Widerspruch kommt</translation>
    </message>
    <message>
        <source>What the carrier answered</source>
        <translation>Was der Versanddienst geantwortet hat</translation>
    </message>
    <message>
        <source>What was in the parcel instead</source>
        <translation>Was stattdessen im Paket war</translation>
    </message>
    <message>
        <source>Why it is opened again</source>
        <translation>Warum sie wieder geöffnet wird</translation>
    </message>
    <message>
        <source>Why, for the buyer</source>
        <translation>Warum, für die Kundschaft</translation>
    </message>
    <message>
        <source>Withdrawn by the buyer</source>
        <translation>Von der Kundschaft zurückgezogen</translation>
    </message>
    <message>
        <source>Wrong content …</source>
        <translation>Falscher Inhalt …</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>annehmen</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>book refund</source>
        <translation>Erstattung buchen</translation>
    </message>
    <message>
        <source>close</source>
        <translation>abschließen</translation>
    </message>
    <message>
        <source>decline</source>
        <translation>ablehnen</translation>
    </message>
    <message>
        <source>difference {amount}</source>
        <translation>Unterschied {amount}</translation>
    </message>
    <message>
        <source>difference {amount}, not paid yet</source>
        <translation>Unterschied {amount}, noch nicht bezahlt</translation>
    </message>
    <message>
        <source>difference {amount}, paid</source>
        <translation>Unterschied {amount}, bezahlt</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>done already</source>
        <translation>schon erledigt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>give its label</source>
        <translation>Etikett vergeben</translation>
    </message>
    <message>
        <source>in Desk only</source>
        <translation>nur in Desk</translation>
    </message>
    <message>
        <source>lacks its number</source>
        <translation>Nummer fehlt</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>nicht erreicht</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>im Ausgang</translation>
    </message>
    <message>
        <source>received in full</source>
        <translation>vollständig eingetroffen</translation>
    </message>
    <message>
        <source>refund</source>
        <translation>erstatten</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>zurückweisen</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>to be done by hand at {account}: a task is left</source>
        <translation>von Hand bei {account} zu tun: eine Aufgabe bleibt</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>{account} is told</source>
        <translation>{account} erfährt es</translation>
    </message>
    <message>
        <source>{account} only books it: send the money by hand</source>
        <translation>{account} bucht es nur: das Geld von Hand senden</translation>
    </message>
    <message>
        <source>{account} pays in its return case</source>
        <translation>{account} zahlt im eigenen Retourenfall</translation>
    </message>
    <message>
        <source>{account} pays on the order</source>
        <translation>{account} zahlt auf die Bestellung</translation>
    </message>
    <message>
        <source>{number} d</source>
        <translation>{number}&#xa0;T</translation>
    </message>
    <message>
        <source>{number} h</source>
        <translation>{number}&#xa0;Std.</translation>
    </message>
    <message>
        <source>{number} min</source>
        <translation>{number}&#xa0;Min.</translation>
    </message>
    <message>
        <source>{span} left</source>
        <translation>noch {span}</translation>
    </message>
    <message>
        <source>{span} overdue</source>
        <translation>{span} überfällig</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message numerus="yes">
        <source>%n day(s) left. Sign in again, or enter a new one, before then.</source>
        <translation>
            <numerusform>Noch %n Tag. Melden Sie sich vorher neu an oder geben Sie ein neues ein.</numerusform>
            <numerusform>Noch %n Tage. Melden Sie sich vorher neu an oder geben Sie ein neues ein.</numerusform>
        </translation>
    </message>
    <message>
        <source>A cache answers in the shop&apos;s place, so new orders would be missed. Keep the shop&apos;s cache away from /wp-json.</source>
        <translation>Ein Zwischenspeicher antwortet anstelle des Shops, neue Bestellungen würden fehlen. Den Cache des Shops von /wp-json fernhalten.</translation>
    </message>
    <message>
        <source>A firewall or security plugin turned Desk away. Allow Desk there.</source>
        <translation>Eine Firewall oder ein Sicherheits-Plugin hat Desk abgewiesen. Desk dort zulassen.</translation>
    </message>
    <message>
        <source>A key holds blanks. Copy it again, on its own.</source>
        <translation>Ein Schlüssel enthält Leerzeichen. Für sich allein neu kopieren.</translation>
    </message>
    <message>
        <source>A key is missing. Enter it in the account&apos;s settings.</source>
        <translation>Ein Schlüssel fehlt. In den Einstellungen des Kontos eintragen.</translation>
    </message>
    <message>
        <source>A key of this account is not in the keyring. Enter it again.</source>
        <translation>Ein Schlüssel dieses Kontos ist nicht im Schlüsselbund. Neu eingeben.</translation>
    </message>
    <message>
        <source>A note has at most {most} characters; this one has {has}.</source>
        <translation>Eine Notiz hat höchstens {most} Zeichen, diese hat {has}.</translation>
    </message>
    <message>
        <source>A note needs some words.</source>
        <translation>Eine Notiz braucht ein paar Worte.</translation>
    </message>
    <message>
        <source>A plugin keeps the interface closed. Allow it for Desk&apos;s key in that plugin.</source>
        <translation>Ein Plugin hält die Schnittstelle geschlossen. Sie dort für den Schlüssel von Desk freigeben.</translation>
    </message>
    <message>
        <source>A recovery key has 56 letters and digits in groups of four. Type all of it.</source>
        <translation>Ein Wiederherstellungsschlüssel hat 56 Buchstaben und Ziffern in Vierergruppen. Bitte ganz eingeben.</translation>
    </message>
    <message>
        <source>A web page came where data was expected: a security plugin, a maintenance page or a faulty extension stands in between. Desk keeps trying.</source>
        <translation>Statt Daten kam eine Webseite: Ein Sicherheits-Plugin, eine Wartungsseite oder eine fehlerhafte Erweiterung steht dazwischen. Desk versucht es weiter.</translation>
    </message>
    <message>
        <source>An answer came that Desk does not know.</source>
        <translation>Es kam eine Antwort, die Desk nicht kennt.</translation>
    </message>
    <message>
        <source>An answer came that Desk does not know. Desk tries again.</source>
        <translation>Es kam eine Antwort, die Desk nicht kennt. Desk versucht es erneut.</translation>
    </message>
    <message>
        <source>An answer came that makes no sense.</source>
        <translation>Es kam eine Antwort, die keinen Sinn ergibt.</translation>
    </message>
    <message>
        <source>An empty answer came. Desk keeps trying.</source>
        <translation>Es kam eine leere Antwort. Desk versucht es weiter.</translation>
    </message>
    <message>
        <source>An order that is shipped before it is paid can be marked as paid in the shop&apos;s back office only.</source>
        <translation>Eine Bestellung, die vor der Zahlung versandt ist, kann nur in der Verwaltung des Shops als bezahlt vermerkt werden.</translation>
    </message>
    <message>
        <source>Another Desk has taken this over. Nothing is lost.</source>
        <translation>Ein anderes Desk hat das übernommen. Nichts ist verloren.</translation>
    </message>
    <message>
        <source>Another process is restoring this store. Wait until it has ended.</source>
        <translation>Ein anderer Prozess spielt diesen Datenbestand gerade ein. Warten, bis er fertig ist.</translation>
    </message>
    <message>
        <source>Another refund of this order is still being worked on at the channel. Desk tries again later.</source>
        <translation>Eine andere Erstattung dieser Bestellung ist beim Kanal noch in Arbeit. Desk versucht es später noch einmal.</translation>
    </message>
    <message>
        <source>Consumer key and consumer secret are swapped: the key begins with ck_, the secret with cs_.</source>
        <translation>Consumer Key und Consumer Secret sind vertauscht: Der Key beginnt mit ck_, das Secret mit cs_.</translation>
    </message>
    <message>
        <source>Desk cannot open its store. Check the rights on its folder, then start Desk again.</source>
        <translation>Desk kann seinen Datenbestand nicht öffnen. Die Rechte auf den Ordner prüfen, dann Desk neu starten.</translation>
    </message>
    <message>
        <source>Desk cannot use the folder of its store. Check its rights, and that its disk is connected.</source>
        <translation>Desk kann den Ordner seines Datenbestands nicht benutzen. Die Rechte prüfen, und ob der Datenträger verbunden ist.</translation>
    </message>
    <message>
        <source>Desk is open on this store already and does not answer. Wait a moment, or end it, then start Desk again.</source>
        <translation>Desk ist für diesen Bestand schon geöffnet und antwortet nicht. Einen Augenblick warten oder es beenden, dann Desk erneut starten.</translation>
    </message>
    <message>
        <source>Desk is open on this store. Close it, then restore.</source>
        <translation>Desk ist auf diesem Datenbestand geöffnet. Erst schließen, dann einspielen.</translation>
    </message>
    <message>
        <source>It cannot be reached just now. Desk keeps trying.</source>
        <translation>Gerade nicht erreichbar. Desk versucht es weiter.</translation>
    </message>
    <message>
        <source>It is closed for maintenance. Desk goes on when it is back.</source>
        <translation>Wegen Wartung geschlossen. Desk macht weiter, sobald sie vorbei ist.</translation>
    </message>
    <message>
        <source>It is not known whether the change arrived. Desk looks there before it tries again.</source>
        <translation>Es ist unklar, ob die Änderung angekommen ist. Desk sieht dort nach, bevor es erneut versucht.</translation>
    </message>
    <message>
        <source>It may have arrived, and the channel does not tell. Look there, then say here whether it did.</source>
        <translation>Es ist vielleicht angekommen, und der Kanal sagt es nicht. Dort nachsehen und dann hier angeben, ob es ankam.</translation>
    </message>
    <message>
        <source>It was stopped before the channel was asked again.</source>
        <translation>Es wurde angehalten, bevor der Kanal erneut gefragt wurde.</translation>
    </message>
    <message>
        <source>Money goes back in the currency in which it was paid only.</source>
        <translation>Geld geht nur in der Währung zurück, in der es bezahlt wurde.</translation>
    </message>
    <message>
        <source>More data came than one answer may hold.</source>
        <translation>Es kamen mehr Daten, als eine Antwort haben darf.</translation>
    </message>
    <message>
        <source>Name at least one marketplace, such as DE.</source>
        <translation>Mindestens einen Marktplatz nennen, etwa DE.</translation>
    </message>
    <message>
        <source>No clear answer came, so it is not known whether the change arrived. Desk looks there before it tries again.</source>
        <translation>Es kam keine klare Antwort; ob die Änderung ankam, ist nicht bekannt. Desk sieht dort nach, bevor es sie erneut sendet.</translation>
    </message>
    <message>
        <source>No recovery key was made for this store. Restore a backup, or log in as the user who made the store.</source>
        <translation>Für diesen Datenbestand gibt es keinen Wiederherstellungsschlüssel. Eine Sicherung einspielen oder als der Benutzer anmelden, der ihn angelegt hat.</translation>
    </message>
    <message>
        <source>On the channel&apos;s page the consent was declined. Sign in once more and agree.</source>
        <translation>Auf der Seite des Kanals wurde die Zustimmung abgelehnt. Neu anmelden und zustimmen.</translation>
    </message>
    <message>
        <source>Only a safe connection is answered. Enter the address with https:// in front.</source>
        <translation>Nur eine sichere Verbindung wird beantwortet. Die Adresse mit https:// davor eingeben.</translation>
    </message>
    <message>
        <source>Only part of an answer came. Desk keeps trying.</source>
        <translation>Es kam nur ein Teil der Antwort. Desk versucht es weiter.</translation>
    </message>
    <message>
        <source>Only unclear and conflicting entries are settled by hand.</source>
        <translation>Nur ungeklärte Einträge und Konflikte werden von Hand geklärt.</translation>
    </message>
    <message>
        <source>Settings &gt; Accounts.</source>
        <translation>Einstellungen &gt; Konten.</translation>
    </message>
    <message>
        <source>Somebody called this off at the channel before it was carried out. Try again if it is still wanted.</source>
        <translation>Jemand hat das beim Kanal abgebrochen, bevor es ausgeführt war. Noch einmal versuchen, falls es noch gewünscht ist.</translation>
    </message>
    <message>
        <source>Something went wrong inside Desk. Try again; the log holds the details.</source>
        <translation>In Desk ist etwas schiefgegangen. Erneut versuchen; Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>That is more than is left to give back. Look what went back already, then give a smaller amount.</source>
        <translation>Das ist mehr, als noch zu erstatten ist. Bitte nachsehen, was schon zurückging, und einen kleineren Betrag eingeben.</translation>
    </message>
    <message>
        <source>That is no merchant token. Seller Central shows it: capital letters and digits.</source>
        <translation>Das ist keine Händlerkennung. Seller Central zeigt sie: Großbuchstaben und Ziffern.</translation>
    </message>
    <message>
        <source>That is not an address of a channel. It looks like https://shop.example.</source>
        <translation>Das ist keine Adresse eines Kanals. Sie sieht aus wie https://shop.example.</translation>
    </message>
    <message>
        <source>The address must not hold a user name or password. Enter the keys in their own fields.</source>
        <translation>Die Adresse darf weder Benutzernamen noch Kennwort enthalten. Die Schlüssel in ihre eigenen Felder eintragen.</translation>
    </message>
    <message>
        <source>The address of the channel is missing. It looks like https://shop.example.</source>
        <translation>Die Adresse des Kanals fehlt. Sie sieht aus wie https://shop.example.</translation>
    </message>
    <message>
        <source>The answer got lost on its way, and the address is good only once. Sign in once more and paste the new address.</source>
        <translation>Die Antwort ging unterwegs verloren, und die Adresse gilt nur einmal. Neu anmelden und die neue Adresse einfügen.</translation>
    </message>
    <message>
        <source>The answer took too long. Desk keeps trying.</source>
        <translation>Die Antwort dauerte zu lange. Desk versucht es weiter.</translation>
    </message>
    <message>
        <source>The backup cannot be read. Check the path, and that its disk is connected.</source>
        <translation>Die Sicherung lässt sich nicht lesen. Pfad prüfen, und ob der Datenträger angeschlossen ist.</translation>
    </message>
    <message>
        <source>The backup cannot be written there. Choose another place.</source>
        <translation>Die Sicherung lässt sich dort nicht schreiben. Einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>The call is passed on to another address. Check the address of the account.</source>
        <translation>Der Aufruf wird an eine andere Adresse weitergeleitet. Die Adresse des Kontos prüfen.</translation>
    </message>
    <message>
        <source>The channel broke off while it worked on this, and its books show nothing of it days later. Look at the order there before you try again.</source>
        <translation>Der Kanal hat abgebrochen, während er daran arbeitete, und seine Abrechnung zeigt Tage später nichts davon. Die Bestellung dort ansehen, bevor es noch einmal versucht wird.</translation>
    </message>
    <message>
        <source>The channel cancels a purchase for not being paid from the fourth to the thirtieth day after it.</source>
        <translation>Der Kanal storniert einen Kauf wegen ausbleibender Zahlung vom vierten bis zum dreißigsten Tag danach.</translation>
    </message>
    <message>
        <source>The channel cannot send money back the way this was paid, and booked nothing. Book the refund only, and send the money by hand.</source>
        <translation>Der Kanal kann auf diesem Zahlungsweg kein Geld zurücksenden und hat nichts gebucht. Die Erstattung nur buchen und das Geld von Hand senden.</translation>
    </message>
    <message>
        <source>The channel could not make its report of returns. Desk asks for it again later.</source>
        <translation>Der Kanal konnte seinen Bericht über Rücksendungen nicht erstellen. Desk fordert ihn später erneut an.</translation>
    </message>
    <message>
        <source>The channel did not book this refund. Look at the order there.</source>
        <translation>Der Kanal hat diese Erstattung nicht gebucht. Die Bestellung dort ansehen.</translation>
    </message>
    <message>
        <source>The channel did not let you in. Sign in once more.</source>
        <translation>Der Kanal hat die Anmeldung nicht angenommen. Neu anmelden.</translation>
    </message>
    <message>
        <source>The channel did not take the digital signature: this computer&apos;s clock differs from its own. Set the clock, then try again.</source>
        <translation>Der Kanal hat die digitale Signatur nicht angenommen: die Uhr dieses Computers weicht von seiner ab. Die Uhr stellen, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>The channel did not take the order for cancelled. Look at it there.</source>
        <translation>Der Kanal hat die Bestellung nicht storniert. Dort nachsehen.</translation>
    </message>
    <message>
        <source>The channel did not take the order for paid. Look at it there.</source>
        <translation>Der Kanal hat die Bestellung nicht als bezahlt vermerkt. Dort nachsehen.</translation>
    </message>
    <message>
        <source>The channel did something unexpected. Try again; the log holds the details.</source>
        <translation>Der Kanal hat etwas Unerwartetes getan. Erneut versuchen; Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>The channel does not accept the access token it has just given. Desk keeps trying.</source>
        <translation>Der Verkaufskanal nimmt das Zugriffstoken nicht an, das er eben ausgegeben hat. Desk versucht es weiter.</translation>
    </message>
    <message>
        <source>The channel does not accept the key of the digital signature. Sign in once more from the account&apos;s page: Desk then has a new key made.</source>
        <translation>Der Kanal nimmt den Schlüssel der digitalen Signatur nicht an. Auf der Seite des Kontos neu anmelden: Desk lässt dann einen neuen machen.</translation>
    </message>
    <message>
        <source>The channel does not hand out the file just now. Desk asks for it again.</source>
        <translation>Der Kanal gibt die Datei gerade nicht heraus. Desk fragt noch einmal danach.</translation>
    </message>
    <message>
        <source>The channel does not have this status for orders (any more). Test the account, then choose another.</source>
        <translation>Diesen Status für Bestellungen hat der Kanal nicht (mehr). Das Konto testen, dann einen anderen wählen.</translation>
    </message>
    <message>
        <source>The channel does not know this application. Copy its ID and its secret once more.</source>
        <translation>Der Verkaufskanal kennt diese Anwendung nicht. Ihre ID und ihr Secret noch einmal kopieren.</translation>
    </message>
    <message>
        <source>The channel does not know this keyset. Copy its ID and its secret once more, both of the same keyset.</source>
        <translation>Der Verkaufskanal kennt dieses Keyset nicht. ID und Secret noch einmal kopieren, beide aus demselben Keyset.</translation>
    </message>
    <message>
        <source>The channel does not know this part of its interface: an extension for it is not active.</source>
        <translation>Der Verkaufskanal kennt diesen Teil der Schnittstelle nicht: Eine Erweiterung dafür ist nicht aktiv.</translation>
    </message>
    <message>
        <source>The channel does not let this application look into the finances, and without them no refund is sent or proved. Give it the role Finance and Accounting in Seller Central, authorise it again and enter the new refresh token.</source>
        <translation>Der Kanal lässt diese Anwendung nicht in die Finanzen sehen, und ohne sie wird keine Erstattung gesendet oder bestätigt. Ihr in Seller Central die Rolle „Finance and Accounting“ geben, sie neu autorisieren und das neue Aktualisierungstoken eintragen.</translation>
    </message>
    <message>
        <source>The channel does not let this application send refunds and cancellations. Give it the role Inventory and Order Tracking in Seller Central, authorise it again and enter the new refresh token.</source>
        <translation>Der Kanal lässt diese Anwendung keine Erstattungen und Stornierungen senden. Ihr in Seller Central die Rolle „Inventory and Order Tracking“ geben, sie neu autorisieren und das neue Aktualisierungstoken eintragen.</translation>
    </message>
    <message>
        <source>The channel does not let this application sign in for the account. Authorise it there again and enter the new refresh token.</source>
        <translation>Der Verkaufskanal lässt diese Anwendung nicht für das Konto anmelden. Dort neu berechtigen und das neue Refresh-Token eingeben.</translation>
    </message>
    <message>
        <source>The channel does not let this order be cancelled. Look at it there.</source>
        <translation>Der Kanal lässt diese Bestellung nicht stornieren. Dort nachsehen.</translation>
    </message>
    <message>
        <source>The channel does not take the file just now. Desk sends it again.</source>
        <translation>Der Kanal nimmt die Datei gerade nicht an. Desk sendet sie noch einmal.</translation>
    </message>
    <message>
        <source>The channel does not take this for the return as it is now. Look at the return again.</source>
        <translation>Der Kanal nimmt das für die Retoure in ihrem jetzigen Zustand nicht. Die Retoure noch einmal ansehen.</translation>
    </message>
    <message>
        <source>The channel does not tell what became of this cancellation. Look at the order there, then say whether it is cancelled.</source>
        <translation>Der Kanal sagt nicht, was aus dieser Stornierung wurde. Die Bestellung dort ansehen, dann sagen, ob sie storniert ist.</translation>
    </message>
    <message>
        <source>The channel does not tell who the seller is, so nobody knows who wrote what. Desk keeps trying.</source>
        <translation>Der Kanal sagt nicht, wer der Verkäufer ist; so ist unklar, wer was geschrieben hat. Desk versucht es weiter.</translation>
    </message>
    <message>
        <source>The channel gave no answer to this refund, and nothing there tells whether it arrived. Look at the order there, then say whether the money went back.</source>
        <translation>Der Kanal hat auf diese Erstattung nicht geantwortet, und nichts dort sagt, ob sie ankam. Die Bestellung dort ansehen, dann sagen, ob das Geld zurückging.</translation>
    </message>
    <message>
        <source>The channel gave the order another status than was asked for. Look at it there.</source>
        <translation>Der Kanal hat der Bestellung einen anderen Status gegeben als den verlangten. Dort nachsehen.</translation>
    </message>
    <message>
        <source>The channel gives access tokens and accepts none of them. Authorise Desk there again and enter the new refresh token.</source>
        <translation>Der Verkaufskanal gibt Zugriffstoken aus und nimmt keines an. Desk dort neu berechtigen und das neue Refresh-Token eingeben.</translation>
    </message>
    <message>
        <source>The channel had a fault of its own. Desk keeps trying.</source>
        <translation>Der Verkaufskanal hatte einen eigenen Fehler. Desk versucht es weiter.</translation>
    </message>
    <message>
        <source>The channel has no such order.</source>
        <translation>Der Verkaufskanal hat keine solche Bestellung.</translation>
    </message>
    <message>
        <source>The channel has not the way of tracking numbers that the account is set to.</source>
        <translation>Der Verkaufskanal hat den Weg für Sendungsnummern nicht, der für das Konto eingestellt ist.</translation>
    </message>
    <message>
        <source>The channel lets you write to this buyer no longer, or only about something they bought.</source>
        <translation>Der Kanal erlaubt keine Nachricht mehr an diesen Käufer, oder nur zu etwas, das er gekauft hat.</translation>
    </message>
    <message>
        <source>The channel lists orders of the last two years only. This one stays as Desk knew it last.</source>
        <translation>Der Kanal zeigt nur Bestellungen der letzten zwei Jahre. Diese bleibt, wie Desk sie zuletzt kannte.</translation>
    </message>
    <message>
        <source>The channel refused a value of the request.</source>
        <translation>Der Verkaufskanal hat einen Wert der Anfrage abgelehnt.</translation>
    </message>
    <message>
        <source>The channel refused this, and nothing was done. Look at its words, then try again.</source>
        <translation>Der Kanal hat das abgelehnt, und nichts ist geschehen. Seine Worte ansehen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The channel refused this.</source>
        <translation>Der Verkaufskanal hat das abgelehnt.</translation>
    </message>
    <message>
        <source>The channel says that it carried this refund out, and its books do not show it days later. Look at the order there, then say whether the money went back.</source>
        <translation>Der Kanal sagt, dass er diese Erstattung ausgeführt hat, und seine Abrechnung zeigt sie Tage später nicht. Die Bestellung dort ansehen, dann sagen, ob das Geld zurückging.</translation>
    </message>
    <message>
        <source>The channel sends the same page again and again. Desk will try later.</source>
        <translation>Der Verkaufskanal sendet immer wieder dieselbe Seite. Desk versucht es später.</translation>
    </message>
    <message>
        <source>The channel takes labels of other kinds only, such as PDF. Choose such a file.</source>
        <translation>Der Kanal nimmt nur Etiketten anderer Art, etwa PDF. Eine solche Datei wählen.</translation>
    </message>
    <message>
        <source>The channel takes tracking numbers of letters and digits only, and this one holds none.</source>
        <translation>Der Verkaufskanal nimmt nur Sendungsnummern aus Buchstaben und Ziffern, und diese hat keine.</translation>
    </message>
    <message>
        <source>The channel tells of returns in its reports only. Desk reads them every few hours.</source>
        <translation>Der Kanal nennt Rücksendungen nur in seinen Berichten. Desk liest sie alle paar Stunden.</translation>
    </message>
    <message>
        <source>The channel took the refund, and it failed there. Look at the order there.</source>
        <translation>Der Kanal hat die Erstattung angenommen, und sie ist dort fehlgeschlagen. Die Bestellung dort ansehen.</translation>
    </message>
    <message>
        <source>The channel wants a digital signature for this, and the account has no key for it yet. Sign in once more from the account&apos;s page: Desk then has one made.</source>
        <translation>Der Kanal verlangt dafür eine digitale Signatur, und das Konto hat noch keinen Schlüssel dafür. Auf der Seite des Kontos neu anmelden: Desk lässt dann einen machen.</translation>
    </message>
    <message>
        <source>The channel wants to know who carries the parcel. Enter it.</source>
        <translation>Der Kanal will wissen, wer das Paket befördert. Den Versanddienst eingeben.</translation>
    </message>
    <message>
        <source>The channel would give another amount back for this, and no other. Look at it again.</source>
        <translation>Der Kanal würde dafür einen anderen Betrag erstatten, und nur diesen. Noch einmal ansehen.</translation>
    </message>
    <message>
        <source>The channel&apos;s answer does not show the parcel. Desk looks there before it tries again.</source>
        <translation>Die Antwort des Verkaufskanals zeigt das Paket nicht. Desk sieht dort nach, bevor es die Meldung erneut sendet.</translation>
    </message>
    <message>
        <source>The channel&apos;s gateway turned Desk away. Desk keeps trying; if it stays so, check the account&apos;s region.</source>
        <translation>Das Gateway des Verkaufskanals hat Desk abgewiesen. Desk versucht es weiter; bleibt es dabei, die Region des Kontos prüfen.</translation>
    </message>
    <message>
        <source>The channel&apos;s quota is used up for now. Desk goes on when it allows.</source>
        <translation>Das Kontingent des Verkaufskanals ist gerade verbraucht. Desk macht weiter, sobald es geht.</translation>
    </message>
    <message>
        <source>The clocks of this computer and the channel differ too much. Set this computer&apos;s clock.</source>
        <translation>Die Uhren dieses Computers und des Kanals gehen zu weit auseinander. Die Uhr dieses Computers stellen.</translation>
    </message>
    <message>
        <source>The connection broke off in the middle. Desk keeps trying.</source>
        <translation>Die Verbindung brach mittendrin ab. Desk versucht es weiter.</translation>
    </message>
    <message>
        <source>The connection is not safe: the certificate is not valid. Nothing was sent.</source>
        <translation>Die Verbindung ist nicht sicher: Das Zertifikat ist ungültig. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>The consent for this account is over or was taken back. Sign in at the channel once more and enter the new refresh token.</source>
        <translation>Die Zustimmung für dieses Konto ist abgelaufen oder zurückgenommen. Beim Verkaufskanal neu anmelden und das neue Refresh-Token eingeben.</translation>
    </message>
    <message>
        <source>The consumer key is not accepted, or its user may not see orders. Copy it again, or make a new key for a shop manager.</source>
        <translation>Der Consumer Key wird nicht angenommen, oder sein Benutzer darf keine Bestellungen sehen. Neu kopieren oder einen neuen Schlüssel für einen Shop-Manager anlegen.</translation>
    </message>
    <message>
        <source>The consumer secret does not belong to this key. Copy it again, or make a new key.</source>
        <translation>Das Consumer Secret gehört nicht zu diesem Schlüssel. Neu kopieren oder einen neuen Schlüssel anlegen.</translation>
    </message>
    <message>
        <source>The disk reported an error. Check the disk and its free space, then start Desk again.</source>
        <translation>Der Datenträger meldet einen Fehler. Datenträger und freien Platz prüfen, dann Desk neu starten.</translation>
    </message>
    <message>
        <source>The draft of this note cannot be kept on the disk. Save the note, or free some space.</source>
        <translation>Der Entwurf dieser Notiz lässt sich nicht auf dem Datenträger ablegen. Notiz speichern oder Platz schaffen.</translation>
    </message>
    <message>
        <source>The drafts of notes cannot be read. Check the rights on the store&apos;s folder.</source>
        <translation>Die Entwürfe von Notizen lassen sich nicht lesen. Rechte am Ordner des Datenbestands prüfen.</translation>
    </message>
    <message>
        <source>The encrypted database library (sqlcipher3) cannot be loaded on this computer. Run the set-up again.</source>
        <translation>Die verschlüsselnde Datenbank-Bibliothek (sqlcipher3) lässt sich auf diesem Computer nicht laden. Die Einrichtung noch einmal ausführen.</translation>
    </message>
    <message>
        <source>The file cannot be read. Check its rights, and that its disk is connected.</source>
        <translation>Die Datei kann nicht gelesen werden. Die Rechte prüfen, und ob der Datenträger verbunden ist.</translation>
    </message>
    <message>
        <source>The file cannot be written there. Choose another folder.</source>
        <translation>Die Datei kann dort nicht geschrieben werden. Einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>The file with the server&apos;s certificate is not there, or is none. Check it in the account&apos;s settings.</source>
        <translation>Die Datei mit dem Zertifikat des Servers fehlt oder ist keines. In den Einstellungen des Kontos prüfen.</translation>
    </message>
    <message>
        <source>The index is being made anew already.</source>
        <translation>Der Index wird schon neu aufgebaut.</translation>
    </message>
    <message>
        <source>The key may not read. Make one with the permission Read/Write.</source>
        <translation>Der Schlüssel darf nicht lesen. Einen mit der Berechtigung Lesen/Schreiben anlegen.</translation>
    </message>
    <message>
        <source>The key may only read. Make one with the permission Read/Write, for a user who is a shop manager.</source>
        <translation>Der Schlüssel darf nur lesen. Einen mit der Berechtigung Lesen/Schreiben für einen Shop-Manager anlegen.</translation>
    </message>
    <message>
        <source>The key of this store is not in the keyring of this computer. Type the recovery key, log in as the user who made the store, or restore a backup.</source>
        <translation>Der Schlüssel dieses Datenbestands ist nicht im Schlüsselbund dieses Computers. Den Wiederherstellungsschlüssel eingeben, als der Benutzer anmelden, der ihn angelegt hat, oder eine Sicherung einspielen.</translation>
    </message>
    <message>
        <source>The keys and buyers&apos; data may only travel over a safe connection. Enter the address with https:// in front.</source>
        <translation>Schlüssel und Käuferdaten dürfen nur über eine sichere Verbindung gehen. Adresse mit https:// davor eingeben.</translation>
    </message>
    <message>
        <source>The keys are not accepted, or may not do this. Enter them anew.</source>
        <translation>Die Schlüssel werden nicht angenommen oder dürfen das nicht. Neu eingeben.</translation>
    </message>
    <message>
        <source>The keys are not allowed to do this. Check their rights.</source>
        <translation>Die Schlüssel dürfen das nicht. Ihre Rechte prüfen.</translation>
    </message>
    <message>
        <source>The marketplace belongs to another region. Each region is an account of its own.</source>
        <translation>Der Marktplatz gehört zu einer anderen Region. Jede Region ist ein eigenes Konto.</translation>
    </message>
    <message>
        <source>The order has no such line. Look at it again.</source>
        <translation>Die Bestellung hat keine solche Position. Noch einmal ansehen.</translation>
    </message>
    <message>
        <source>The order&apos;s notes in the shop cannot be read, so nothing is sent.</source>
        <translation>Die Notizen der Bestellung im Shop sind nicht lesbar; darum wird nichts gesendet.</translation>
    </message>
    <message>
        <source>The outbox no longer has this entry.</source>
        <translation>Der Ausgang hat diesen Eintrag nicht mehr.</translation>
    </message>
    <message>
        <source>The parts of this refund do not make up its sum. Enter it anew.</source>
        <translation>Die Teile dieser Erstattung ergeben nicht ihre Summe. Sie neu eingeben.</translation>
    </message>
    <message>
        <source>The passphrase is too short. Take at least 10 characters, such as four words.</source>
        <translation>Die Passphrase ist zu kurz. Mindestens 10 Zeichen nehmen, etwa vier Wörter.</translation>
    </message>
    <message>
        <source>The private key of the digital signature is none. Enter it again, or sign in once more and Desk has a new one made.</source>
        <translation>Der private Schlüssel der digitalen Signatur ist keiner. Ihn erneut eingeben, oder neu anmelden, und Desk lässt einen neuen machen.</translation>
    </message>
    <message>
        <source>The recovery key cannot be kept beside the store. Free some space or check the rights on the folder, then try again.</source>
        <translation>Der Wiederherstellungsschlüssel lässt sich nicht beim Datenbestand ablegen. Platz schaffen oder die Rechte am Ordner prüfen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The report cannot be saved there. Choose another folder.</source>
        <translation>Der Bericht lässt sich dort nicht speichern. Einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>The return is accepted already, and the channel waits for your own number of it. Enter that.</source>
        <translation>Die Retoure ist schon angenommen, und der Kanal wartet auf die eigene Retourennummer. Sie eingeben.</translation>
    </message>
    <message>
        <source>The seller does not sell at one of these marketplaces. Check them in the account&apos;s settings.</source>
        <translation>Auf einem dieser Marktplätze verkauft das Konto nicht. In den Einstellungen des Kontos prüfen.</translation>
    </message>
    <message>
        <source>The sign-in gave no access token. Desk keeps trying.</source>
        <translation>Die Anmeldung ergab kein Zugriffstoken. Desk versucht es weiter.</translation>
    </message>
    <message>
        <source>The store could not do this. Try again; the log holds the details.</source>
        <translation>Der Datenbestand konnte das nicht. Erneut versuchen; Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>The store&apos;s folder cannot be written. Check its rights, then try again.</source>
        <translation>In den Ordner des Datenbestands kann nicht geschrieben werden. Die Rechte prüfen, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>The store&apos;s key cannot be read from where DESK_STORE_KEY_FD says. Start Desk without it.</source>
        <translation>Der Schlüssel des Datenbestands ist dort nicht lesbar, wohin DESK_STORE_KEY_FD zeigt. Desk ohne diese Angabe starten.</translation>
    </message>
    <message>
        <source>The store&apos;s key is not 64 hexadecimal digits. Check DESK_STORE_KEY or the keyring entry.</source>
        <translation>Der Schlüssel des Datenbestands hat nicht 64 hexadezimale Ziffern. DESK_STORE_KEY oder den Eintrag im Schlüsselbund prüfen.</translation>
    </message>
    <message>
        <source>The system&apos;s keyring is missing or locked. Unlock it and try again.</source>
        <translation>Der Schlüsselbund des Systems fehlt oder ist gesperrt. Entsperren und erneut versuchen.</translation>
    </message>
    <message>
        <source>The tracking number arrived, but the channel did not take the order for completed.</source>
        <translation>Die Sendungsnummer kam an, aber der Verkaufskanal hat die Bestellung nicht abgeschlossen.</translation>
    </message>
    <message>
        <source>The user of this key may not see orders. Make the key for a shop manager or administrator.</source>
        <translation>Der Benutzer dieses Schlüssels darf keine Bestellungen sehen. Den Schlüssel für einen Shop-Manager oder Administrator anlegen.</translation>
    </message>
    <message>
        <source>The wrapped key in this file cannot be read. Use another backup.</source>
        <translation>Der verpackte Schlüssel in dieser Datei ist nicht lesbar. Eine andere Sicherung verwenden.</translation>
    </message>
    <message>
        <source>There is a store in this folder already.</source>
        <translation>In diesem Ordner liegt schon ein Datenbestand.</translation>
    </message>
    <message>
        <source>There is no code in it. After agreeing, copy the whole address from the browser&apos;s address bar.</source>
        <translation>Darin steht kein Code. Nach dem Zustimmen die ganze Adresse aus der Adresszeile des Browsers kopieren.</translation>
    </message>
    <message>
        <source>There is no open interface at this address. Check the address.</source>
        <translation>Unter dieser Adresse gibt es keine offene Schnittstelle. Die Adresse prüfen.</translation>
    </message>
    <message>
        <source>There is no store in this folder. Restore a backup.</source>
        <translation>In diesem Ordner liegt kein Datenbestand. Eine Sicherung einspielen.</translation>
    </message>
    <message>
        <source>There is no such marketplace. Check the account&apos;s settings.</source>
        <translation>Diesen Marktplatz gibt es nicht. Die Einstellungen des Kontos prüfen.</translation>
    </message>
    <message>
        <source>There is no such region. Check the account&apos;s settings.</source>
        <translation>Diese Region gibt es nicht. Die Einstellungen des Kontos prüfen.</translation>
    </message>
    <message>
        <source>There is no such server, or this computer is offline. Check the address and the connection.</source>
        <translation>Diesen Server gibt es nicht, oder dieser Computer ist offline. Adresse und Verbindung prüfen.</translation>
    </message>
    <message>
        <source>There is no such way of tracking numbers. Choose another one in the account&apos;s settings.</source>
        <translation>Diesen Weg für Sendungsnummern gibt es nicht. In den Einstellungen des Kontos einen anderen wählen.</translation>
    </message>
    <message>
        <source>There is no text to send. Write one.</source>
        <translation>Es gibt keinen Text zu senden. Einen schreiben.</translation>
    </message>
    <message>
        <source>There is not enough space on the disk to make the index anew. Search goes on with the one it had; free some space, then try again.</source>
        <translation>Auf dem Datenträger ist nicht genug Platz, um den Index neu aufzubauen. Die Suche geht mit dem bisherigen weiter; Platz schaffen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>There is not enough space on the disk to restore. The store is untouched; free some space, then try again.</source>
        <translation>Auf dem Datenträger ist nicht genug Platz zum Einspielen. Der Datenbestand ist unberührt; Platz schaffen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>There is not enough space on the disk, so no backup was made. Free some space or choose another place.</source>
        <translation>Auf dem Datenträger ist nicht genug Platz, darum gibt es keine Sicherung. Platz schaffen oder einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>There is such a file already. Choose another name.</source>
        <translation>Diese Datei gibt es schon. Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>These are too many marketplaces for one account.</source>
        <translation>Das sind zu viele Marktplätze für ein Konto.</translation>
    </message>
    <message>
        <source>This account is gone.</source>
        <translation>Dieses Konto gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This address is another sign-in&apos;s. Sign in once more from here and paste the address where the browser ends.</source>
        <translation>Diese Adresse gehört zu einer anderen Anmeldung. Von hier aus neu anmelden und die Adresse einfügen, auf der der Browser endet.</translation>
    </message>
    <message>
        <source>This backup is damaged or cut short. Use another one; the store is untouched.</source>
        <translation>Diese Sicherung ist beschädigt oder abgeschnitten. Eine andere verwenden; der Datenbestand ist unberührt.</translation>
    </message>
    <message>
        <source>This backup was made by a newer Desk. Update Desk, then restore it.</source>
        <translation>Diese Sicherung stammt von einem neueren Desk. Desk aktualisieren, dann einspielen.</translation>
    </message>
    <message>
        <source>This backup was made without a passphrase and before there was a recovery key. Restore it on the computer that made it, or use another one.</source>
        <translation>Diese Sicherung entstand ohne Passphrase und bevor es einen Wiederherstellungsschlüssel gab. Auf dem Computer einspielen, der sie gemacht hat, oder eine andere wählen.</translation>
    </message>
    <message>
        <source>This case could not be read. It is kept in the repair list with what the channel sent.</source>
        <translation>Dieser Fall konnte nicht gelesen werden. Er steht mit dem, was der Kanal gesendet hat, in der Reparaturliste.</translation>
    </message>
    <message>
        <source>This conversation could not be read. It is kept in the repair list with what the channel sent.</source>
        <translation>Dieses Gespräch konnte nicht gelesen werden. Es steht mit dem, was der Kanal gesendet hat, in der Reparaturliste.</translation>
    </message>
    <message>
        <source>This entry changed just now. Look at it again.</source>
        <translation>Dieser Eintrag hat sich gerade geändert. Noch einmal ansehen.</translation>
    </message>
    <message>
        <source>This file is no backup of Desk. Choose another one.</source>
        <translation>Diese Datei ist keine Sicherung von Desk. Eine andere wählen.</translation>
    </message>
    <message>
        <source>This file is no store of Desk, its key is another one, or it is damaged. Check the key or restore a backup.</source>
        <translation>Diese Datei ist kein Datenbestand von Desk, ihr Schlüssel ist ein anderer, oder sie ist beschädigt. Den Schlüssel prüfen oder eine Sicherung einspielen.</translation>
    </message>
    <message>
        <source>This is over. Sign in again, or enter a new one.</source>
        <translation>Das ist abgelaufen. Melden Sie sich neu an oder geben Sie ein neues ein.</translation>
    </message>
    <message>
        <source>Write the day as year-month-day, such as 2027-05-20.</source>
        <translation>Schreiben Sie den Tag als Jahr-Monat-Tag, etwa 2027-05-20.</translation>
    </message>
    <message>
        <source>This key does not open the store. Type the recovery key, or restore a backup with its passphrase.</source>
        <translation>Dieser Schlüssel öffnet den Datenbestand nicht. Den Wiederherstellungsschlüssel eingeben oder eine Sicherung mit ihrer Passphrase einspielen.</translation>
    </message>
    <message>
        <source>This needs an amount of more than nothing. Enter one.</source>
        <translation>Dafür braucht es einen Betrag über null. Einen eingeben.</translation>
    </message>
    <message>
        <source>This note is by another agent. Write one of your own.</source>
        <translation>Diese Notiz ist von jemand anderem. Eine eigene schreiben.</translation>
    </message>
    <message>
        <source>This note is gone.</source>
        <translation>Diese Notiz gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This note was changed meanwhile. Read it again first.</source>
        <translation>Diese Notiz wurde inzwischen geändert. Erst noch einmal lesen.</translation>
    </message>
    <message>
        <source>This order could not be read. It is kept in the repair list with what the channel sent.</source>
        <translation>Diese Bestellung konnte nicht gelesen werden. Sie steht mit dem, was der Verkaufskanal sandte, in der Reparaturliste.</translation>
    </message>
    <message>
        <source>This order is not in the store.</source>
        <translation>Diese Bestellung ist nicht im Datenbestand.</translation>
    </message>
    <message>
        <source>This parcel has no number within its order. That is a fault of Desk: report it.</source>
        <translation>Dieses Paket hat keine Nummer innerhalb seiner Bestellung. Das ist ein Fehler von Desk: bitte melden.</translation>
    </message>
    <message>
        <source>This passphrase does not open it. Check what you typed, and which file it belongs to.</source>
        <translation>Diese Passphrase passt nicht. Die Eingabe prüfen, und zu welcher Datei sie gehört.</translation>
    </message>
    <message>
        <source>This record came without a number, so that it cannot be asked for. The next fetch may bring it again.</source>
        <translation>Dieser Datensatz kam ohne Nummer und kann nicht angefragt werden. Der nächste Abgleich bringt ihn vielleicht wieder.</translation>
    </message>
    <message>
        <source>This record is not on the repair list any more.</source>
        <translation>Dieser Datensatz steht nicht mehr in der Reparaturliste.</translation>
    </message>
    <message>
        <source>This recovery key does not open it. Check what you typed, and which store it belongs to.</source>
        <translation>Dieser Wiederherstellungsschlüssel passt nicht. Die Eingabe prüfen, und zu welchem Datenbestand er gehört.</translation>
    </message>
    <message>
        <source>This recovery key holds a mistake: its last signs do not fit the others. Compare it with what you wrote down.</source>
        <translation>Dieser Wiederherstellungsschlüssel enthält einen Fehler: Seine letzten Zeichen passen nicht zu den anderen. Mit der Aufzeichnung vergleichen.</translation>
    </message>
    <message>
        <source>This store was written by a newer Desk. Update Desk, or choose another folder.</source>
        <translation>Dieser Datenbestand stammt von einem neueren Desk. Desk aktualisieren oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Two of the keys stand in each other&apos;s fields. Copy each one into its own.</source>
        <translation>Zwei der Schlüssel stehen im Feld des jeweils anderen. Jeden in sein eigenes kopieren.</translation>
    </message>
    <message>
        <source>What the channel shows of this money cannot be read, so nothing is sent. Look at it there.</source>
        <translation>Was der Kanal von diesem Geld zeigt, ist nicht lesbar; darum wird nichts gesendet. Dort nachsehen.</translation>
    </message>
    <message>
        <source>What was asked for is not there.</source>
        <translation>Das Gesuchte ist nicht da.</translation>
    </message>
    <message>
        <source>With this status the channel would take the order for paid. Say first that the money is there.</source>
        <translation>Mit diesem Status würde der Kanal die Bestellung für bezahlt halten. Erst melden, dass das Geld da ist.</translation>
    </message>
</context>
<context>
    <name>to_ship</name>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not reached</source>
        <translation>
            <numerusform>%n nicht erreicht</numerusform>
            <numerusform>%n nicht erreicht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the way</source>
        <translation>
            <numerusform>%n unterwegs zum Kanal</numerusform>
            <numerusform>%n unterwegs zum Kanal</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s)</source>
        <translation>
            <numerusform>%n Stück</numerusform>
            <numerusform>%n Stück</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reported</source>
        <translation>
            <numerusform>%n erledigt</numerusform>
            <numerusform>%n erledigt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reported before</source>
        <translation>
            <numerusform>%n schon gemeldet</numerusform>
            <numerusform>%n schon gemeldet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken back</source>
        <translation>
            <numerusform>%n zurückgenommen</numerusform>
            <numerusform>%n zurückgenommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unclear</source>
        <translation>
            <numerusform>%n ungeklärt</numerusform>
            <numerusform>%n ungeklärt</numerusform>
        </translation>
    </message>
    <message>
        <source>Carrier</source>
        <translation>Versanddienst</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Verkaufskanal</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Bestellung</translation>
    </message>
    <message>
        <source>Ordered {when}</source>
        <translation>Bestellt {when}</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>Ausgewählt</translation>
    </message>
    <message>
        <source>Ship by {when}</source>
        <translation>Versenden bis {when}</translation>
    </message>
    <message>
        <source>The clipboard</source>
        <translation>Die Zwischenablage</translation>
    </message>
    <message>
        <source>Tracking number</source>
        <translation>Sendungsnummer</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>by {when}</source>
        <translation>bis {when}</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>unvollständig</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>nicht erreicht</translation>
    </message>
    <message>
        <source>number also stands with another recipient</source>
        <translation>Nummer steht auch bei anderem Empfänger</translation>
    </message>
    <message>
        <source>ordered {when}</source>
        <translation>bestellt {when}</translation>
    </message>
    <message>
        <source>overdue since {when}</source>
        <translation>überfällig seit {when}</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>im Ausgang</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>refused before, is tried again</source>
        <translation>zuvor abgelehnt, wird erneut versucht</translation>
    </message>
    <message>
        <source>reported already</source>
        <translation>schon gemeldet</translation>
    </message>
    <message>
        <source>the rest stays open</source>
        <translation>der Rest bleibt offen</translation>
    </message>
    <message>
        <source>today by {time}</source>
        <translation>heute bis {time}</translation>
    </message>
</context>
<context>
    <name>unopened</name>
    <message>
        <source>Desk cannot start</source>
        <translation>Desk kann nicht starten</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>A parcel holds at least one piece of a line.</source>
        <translation>Ein Paket enthält mindestens ein Stück einer Position.</translation>
    </message>
    <message>
        <source>A parcel is told only with a refusal.</source>
        <translation>Ein Paket wird nur mit einer Ablehnung genannt.</translation>
    </message>
    <message>
        <source>A parcel needs its tracking number.</source>
        <translation>Ein Paket braucht seine Sendungsnummer.</translation>
    </message>
    <message>
        <source>A parcel of this order is being reported. Take that back first.</source>
        <translation>Ein Paket dieser Bestellung wird gerade gemeldet. Das zuerst zurücknehmen.</translation>
    </message>
    <message>
        <source>A picture is given by an https address that anybody can open; files of this computer cannot be sent.</source>
        <translation>Ein Bild wird durch eine https-Adresse genannt, die jeder öffnen kann; Dateien dieses Computers können nicht gesendet werden.</translation>
    </message>
    <message>
        <source>A quantity needs its line. Name the line, or leave both empty for all pieces.</source>
        <translation>Eine Menge braucht ihre Position. Die Position nennen, oder beides für alle Stücke leer lassen.</translation>
    </message>
    <message>
        <source>A reason for a loss of value is given, but no amount. Say how much is held back.</source>
        <translation>Ein Grund für Wertersatz ist angegeben, aber kein Betrag. Geben Sie an, wie viel einbehalten wird.</translation>
    </message>
    <message>
        <source>A refund is more than nothing.</source>
        <translation>Eine Erstattung ist mehr als nichts.</translation>
    </message>
    <message>
        <source>A return holds {most} pictures at most.</source>
        <translation>Eine Retoure fasst höchstens {most} Bilder.</translation>
    </message>
    <message>
        <source>A return of this order is open: give the money back there.</source>
        <translation>Zu dieser Bestellung ist eine Retoure offen: das Geld dort erstatten.</translation>
    </message>
    <message>
        <source>A return of this order is open: refund it in the return.</source>
        <translation>Zu dieser Bestellung ist eine Retoure offen: in der Retoure erstatten.</translation>
    </message>
    <message>
        <source>A spreadsheet takes no more than 1,048,575 orders. Export a part, or a .csv file.</source>
        <translation>Eine Tabelle fasst höchstens 1.048.575 Bestellungen. Exportieren Sie einen Teil oder eine .csv-Datei.</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Accounts that are ready: {count}.</source>
        <translation>Bereite Konten: {count}.</translation>
    </message>
    <message>
        <source>Add a photo of the wrong content: the channel asks for it.</source>
        <translation>Fügen Sie ein Foto des falschen Inhalts hinzu: Der Kanal verlangt es.</translation>
    </message>
    <message>
        <source>All numbers of this year are given to returns.</source>
        <translation>Alle Nummern dieses Jahres sind an Retouren vergeben.</translation>
    </message>
    <message>
        <source>Amounts of a settlement are not below zero.</source>
        <translation>Beträge einer Abrechnung sind nicht kleiner als null.</translation>
    </message>
    <message>
        <source>An amount goes with an offer only.</source>
        <translation>Ein Betrag gehört nur zu einem Angebot.</translation>
    </message>
    <message>
        <source>Announced</source>
        <translation>Angekündigt</translation>
    </message>
    <message>
        <source>Another Desk is at work on {account} right now. Wait until it has finished.</source>
        <translation>Ein anderes Desk arbeitet gerade an {account}. Warten, bis es fertig ist.</translation>
    </message>
    <message>
        <source>Another program keeps the store locked. Close it and try again.</source>
        <translation>Ein anderes Programm hält den Datenbestand gesperrt. Es schließen und erneut versuchen.</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>Anderer Grund</translation>
    </message>
    <message>
        <source>Another row above has this number.</source>
        <translation>Eine Zeile darüber hat diese Nummer schon.</translation>
    </message>
    <message>
        <source>Another status of this order is on its way already.</source>
        <translation>Ein anderer Status dieser Bestellung ist schon unterwegs.</translation>
    </message>
    <message>
        <source>Another view has this name.</source>
        <translation>Eine andere Ansicht heißt schon so.</translation>
    </message>
    <message>
        <source>Answer in the channel: it decides</source>
        <translation>Im Kanal antworten: Er entscheidet</translation>
    </message>
    <message>
        <source>Answer to a cancellation</source>
        <translation>Antwort auf eine Stornierung</translation>
    </message>
    <message>
        <source>Answer to a return</source>
        <translation>Antwort auf eine Retoure</translation>
    </message>
    <message>
        <source>Answer: the parcel is on its way</source>
        <translation>Antwort: das Paket ist unterwegs</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Approve the return in the channel</source>
        <translation>Retoure im Kanal annehmen</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Approved by a second person</source>
        <translation>Von zweiter Person freigegeben</translation>
    </message>
    <message>
        <source>Arrived damaged</source>
        <translation>Beschädigt angekommen</translation>
    </message>
    <message>
        <source>Arrived too late</source>
        <translation>Zu spät angekommen</translation>
    </message>
    <message>
        <source>Article</source>
        <translation>Artikel</translation>
    </message>
    <message>
        <source>At customs</source>
        <translation>Beim Zoll</translation>
    </message>
    <message>
        <source>Awaiting payment</source>
        <translation>Wartet auf Zahlung</translation>
    </message>
    <message>
        <source>Back to stock</source>
        <translation>Zurück ins Lager</translation>
    </message>
    <message>
        <source>Backups beside the store: {count}, the newest of {moment}.</source>
        <translation>Sicherungen neben dem Datenbestand: {count}, die neueste vom {moment}.</translation>
    </message>
    <message>
        <source>Billing address changed</source>
        <translation>Rechnungsadresse geändert</translation>
    </message>
    <message>
        <source>Buyer forgotten</source>
        <translation>Käufer vergessen</translation>
    </message>
    <message>
        <source>Buyer says that nothing arrived</source>
        <translation>Käufer meldet: nicht angekommen</translation>
    </message>
    <message>
        <source>Buyer&apos;s details changed</source>
        <translation>Angaben zur Person geändert</translation>
    </message>
    <message>
        <source>Buyer&apos;s note</source>
        <translation>Anmerkung zur Bestellung</translation>
    </message>
    <message>
        <source>Called off by us</source>
        <translation>Von uns storniert</translation>
    </message>
    <message>
        <source>Cancellation</source>
        <translation>Stornierung</translation>
    </message>
    <message>
        <source>Cancellation asked for</source>
        <translation>Stornierung gewünscht</translation>
    </message>
    <message>
        <source>Cancellation: {new}</source>
        <translation>Stornierung: {new}</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Storniert</translation>
    </message>
    <message>
        <source>Cancelled by the buyer</source>
        <translation>Vom Käufer storniert</translation>
    </message>
    <message>
        <source>Cancelled by us</source>
        <translation>Von uns storniert</translation>
    </message>
    <message>
        <source>Changed mind</source>
        <translation>Gefällt nicht / nicht mehr gebraucht</translation>
    </message>
    <message>
        <source>Channel ships</source>
        <translation>Kanal versendet</translation>
    </message>
    <message>
        <source>Choose the carrier of the parcel.</source>
        <translation>Den Versanddienst des Pakets wählen.</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Colour or style</source>
        <translation>Farbe / Stil gefällt nicht</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>Konflikt</translation>
    </message>
    <message>
        <source>Correction of a parcel</source>
        <translation>Korrektur eines Pakets</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Damaged or incomplete</source>
        <translation>Beschädigt / unvollständig</translation>
    </message>
    <message>
        <source>Decide: the parcel came, and nobody had agreed</source>
        <translation>Entscheiden: Das Paket kam ohne Zusage</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Decline the return in the channel</source>
        <translation>Retoure im Kanal ablehnen</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Declined by a second person</source>
        <translation>Von zweiter Person abgelehnt</translation>
    </message>
    <message>
        <source>Declined: the goods are on their way</source>
        <translation>Abgelehnt: die Ware ist unterwegs</translation>
    </message>
    <message>
        <source>Defective</source>
        <translation>Defekt / funktioniert nicht</translation>
    </message>
    <message>
        <source>Delivered to us</source>
        <translation>Eingetroffen</translation>
    </message>
    <message>
        <source>Delivery address changed</source>
        <translation>Lieferadresse geändert</translation>
    </message>
    <message>
        <source>Desk does not know the channel&apos;s reason {reason}: it may be a withdrawal. Say first what it means.</source>
        <translation>Desk kennt den Grund {reason} des Kanals nicht: Er kann ein Widerruf sein. Erst sagen, was er bedeutet.</translation>
    </message>
    <message>
        <source>Desk knows no carrier with such numbers. Check it, and give the carrier.</source>
        <translation>Desk kennt keinen Versanddienst mit solchen Nummern. Bitte prüfen und den Versanddienst angeben.</translation>
    </message>
    <message>
        <source>Desk writes tables as .csv or .xlsx. Choose such a name for {file}.</source>
        <translation>Desk schreibt Tabellen als .csv oder .xlsx. Wählen Sie einen solchen Namen für {file}.</translation>
    </message>
    <message>
        <source>Discount on shipping</source>
        <translation>Nachlass auf den Versand</translation>
    </message>
    <message>
        <source>Dispose of</source>
        <translation>Entsorgen</translation>
    </message>
    <message>
        <source>Does not fit / not compatible</source>
        <translation>Passt nicht / nicht kompatibel</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Frist</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Enter at least one parcel.</source>
        <translation>Mindestens ein Paket eingeben.</translation>
    </message>
    <message>
        <source>Every page of the store is what was written.</source>
        <translation>Jede Seite des Datenbestands ist so, wie sie geschrieben wurde.</translation>
    </message>
    <message>
        <source>Exchange sent</source>
        <translation>Ersatz verschickt</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Extra credit</source>
        <translation>Zusätzliche Gutschrift</translation>
    </message>
    <message>
        <source>Extra item delivered</source>
        <translation>Zu viel geliefert</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>First item</source>
        <translation>Erste Position</translation>
    </message>
    <message>
        <source>Found a better price</source>
        <translation>Günstiger gefunden</translation>
    </message>
    <message>
        <source>Give a label</source>
        <translation>Etikett geben</translation>
    </message>
    <message>
        <source>Give the view a name.</source>
        <translation>Der Ansicht einen Namen geben.</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>Ware</translation>
    </message>
    <message>
        <source>Goods and shipping are refunded in one currency.</source>
        <translation>Ware und Versand werden in einer Währung erstattet.</translation>
    </message>
    <message>
        <source>Goods are back</source>
        <translation>Ware ist zurück</translation>
    </message>
    <message>
        <source>Goods of this order are on their way. Take them back as a return instead.</source>
        <translation>Ware dieser Bestellung ist unterwegs. Stattdessen als Retoure zurücknehmen.</translation>
    </message>
    <message>
        <source>Goodwill</source>
        <translation>Kulanz</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Gehalten</translation>
    </message>
    <message>
        <source>In repair</source>
        <translation>In Reparatur</translation>
    </message>
    <message>
        <source>In {file} the columns of order numbers and tracking numbers cannot be told. Put a header above each: order, number.</source>
        <translation>In {file} sind die Spalten für Bestell- und Sendungsnummern nicht zu erkennen. Überschriften darüber setzen: Bestellnummer, Sendungsnummer.</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>Inspected</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Internal note</source>
        <translation>Interne Notiz</translation>
    </message>
    <message>
        <source>Internal notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Invoice</source>
        <translation>Rechnung</translation>
    </message>
    <message>
        <source>It is sent already and cannot be taken back.</source>
        <translation>Es ist schon gesendet und kann nicht zurückgenommen werden.</translation>
    </message>
    <message>
        <source>It may have arrived, and the channel does not tell. Look there, then say how it ended.</source>
        <translation>Es kann angekommen sein, und der Kanal sagt es nicht. Sehen Sie dort nach und geben Sie dann an, wie es ausging.</translation>
    </message>
    <message>
        <source>It was taken back already.</source>
        <translation>Es wurde schon zurückgenommen.</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Items changed</source>
        <translation>Positionen geändert</translation>
    </message>
    <message>
        <source>Keep apart</source>
        <translation>Beiseitelegen</translation>
    </message>
    <message>
        <source>Label given</source>
        <translation>Etikett übermittelt</translation>
    </message>
    <message>
        <source>Let the channel decide</source>
        <translation>Kanal entscheiden lassen</translation>
    </message>
    <message>
        <source>Link to pay</source>
        <translation>Zahlungslink</translation>
    </message>
    <message>
        <source>Logs are written to {folder}.</source>
        <translation>Protokolle werden nach {folder} geschrieben.</translation>
    </message>
    <message>
        <source>Look into the refund: it failed</source>
        <translation>Erstattung prüfen: Sie ist gescheitert</translation>
    </message>
    <message>
        <source>Loss of value</source>
        <translation>Wertersatz</translation>
    </message>
    <message>
        <source>Loss reason</source>
        <translation>Wertersatzgrund</translation>
    </message>
    <message>
        <source>Loss words</source>
        <translation>Wertersatz: Erläuterung</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Message from the buyer</source>
        <translation>Nachricht vom Käufer</translation>
    </message>
    <message>
        <source>Message in a return</source>
        <translation>Nachricht in einer Retoure</translation>
    </message>
    <message>
        <source>Message to the buyer</source>
        <translation>Nachricht an den Käufer</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Missing parts</source>
        <translation>Teile / Zubehör fehlen</translation>
    </message>
    <message>
        <source>More was done with this return since. Take that back first.</source>
        <translation>Mit dieser Retoure wurde seither mehr getan. Nehmen Sie zuerst das zurück.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name the order or parcel that goes out instead.</source>
        <translation>Nennen Sie die Bestellung oder Sendung, die stattdessen hinausgeht.</translation>
    </message>
    <message>
        <source>New, sealed</source>
        <translation>Neu, originalverpackt</translation>
    </message>
    <message>
        <source>No account is set up yet.</source>
        <translation>Noch ist kein Konto eingerichtet.</translation>
    </message>
    <message>
        <source>No log can be written to {folder}: {reason}.</source>
        <translation>Nach {folder} lässt sich kein Protokoll schreiben: {reason}.</translation>
    </message>
    <message>
        <source>No order bears the number {order}.</source>
        <translation>Keine Bestellung trägt die Nummer {order}.</translation>
    </message>
    <message>
        <source>No return has the reason {reason}, and Desk knows none. Take one of these: {known}.</source>
        <translation>Keine Retoure hat den Grund {reason}, und Desk kennt keinen solchen. Möglich sind: {known}.</translation>
    </message>
    <message>
        <source>Not above what is left, nor below zero</source>
        <translation>Nicht mehr als noch übrig ist, nicht unter null</translation>
    </message>
    <message>
        <source>Not as described</source>
        <translation>Entspricht nicht der Beschreibung</translation>
    </message>
    <message>
        <source>Not paid</source>
        <translation>Nicht bezahlt</translation>
    </message>
    <message>
        <source>Not received</source>
        <translation>Nicht angekommen</translation>
    </message>
    <message>
        <source>Not shipped</source>
        <translation>Nicht versandt</translation>
    </message>
    <message>
        <source>Nothing arrived</source>
        <translation>Nicht angekommen</translation>
    </message>
    <message>
        <source>Nothing arrived: {new}</source>
        <translation>Nicht angekommen: {new}</translation>
    </message>
    <message>
        <source>Nothing goes back for this return: close it, or change the amounts.</source>
        <translation>Für diese Retoure geht nichts zurück: Schließen Sie sie ab, oder ändern Sie die Beträge.</translation>
    </message>
    <message>
        <source>Nothing is left of this order&apos;s money: it went back already, or goes back with another return. See its payments, then close this return.</source>
        <translation>Vom Geld dieser Bestellung ist nichts mehr übrig: Es ist schon zurückgegangen oder geht mit einer anderen Retoure zurück. Sehen Sie sich die Zahlungen an, und schließen Sie diese Retoure dann ab.</translation>
    </message>
    <message>
        <source>Nothing more of this return is expected.</source>
        <translation>Von dieser Retoure wird nichts mehr erwartet.</translation>
    </message>
    <message>
        <source>Nothing more of this return is expected. Say what came.</source>
        <translation>Von dieser Retoure wird nichts mehr erwartet. Geben Sie an, was gekommen ist.</translation>
    </message>
    <message>
        <source>Nothing of this order can come back: as far as Desk knows nothing has left, or all is in a return. If goods did leave, report their parcel first.</source>
        <translation>Von dieser Bestellung kann nichts zurückkommen: Soweit Desk weiß, ist nichts verschickt oder alles schon in einer Retoure. Ist doch Ware unterwegs, melden Sie zuerst deren Paket.</translation>
    </message>
    <message>
        <source>Nothing of this order has left yet. Call it off instead.</source>
        <translation>Von dieser Bestellung ist noch nichts unterwegs. Stattdessen stornieren.</translation>
    </message>
    <message>
        <source>Nothing of this order is left to ship.</source>
        <translation>Von dieser Bestellung ist nichts mehr zu versenden.</translation>
    </message>
    <message>
        <source>Nothing of this order&apos;s money is left to give back.</source>
        <translation>Vom Geld dieser Bestellung ist nichts mehr zu erstatten.</translation>
    </message>
    <message>
        <source>Nothing of this return has come yet.</source>
        <translation>Von dieser Retoure ist noch nichts angekommen.</translation>
    </message>
    <message>
        <source>Nothing of this return waits for inspection.</source>
        <translation>Von dieser Retoure wartet nichts auf die Prüfung.</translation>
    </message>
    <message>
        <source>Nothing to ship</source>
        <translation>Nichts zu versenden</translation>
    </message>
    <message>
        <source>Nothing was paid yet, so there is nothing to give back.</source>
        <translation>Es ist noch nichts bezahlt, also gibt es nichts zu erstatten.</translation>
    </message>
    <message>
        <source>Nothing went out instead of this return.</source>
        <translation>Für diese Retoure ging kein Ersatz hinaus.</translation>
    </message>
    <message>
        <source>Object to the return in the channel</source>
        <translation>Retoure im Kanal beanstanden</translation>
    </message>
    <message>
        <source>Offer part of the money</source>
        <translation>Teilbetrag anbieten</translation>
    </message>
    <message>
        <source>On its way back</source>
        <translation>Auf dem Rückweg</translation>
    </message>
    <message>
        <source>On this channel only the buyer can begin a conversation.</source>
        <translation>In diesem Kanal kann nur der Käufer ein Gespräch beginnen.</translation>
    </message>
    <message>
        <source>Only {left} are left to give back.</source>
        <translation>Es sind nur noch {left} zu erstatten.</translation>
    </message>
    <message>
        <source>Only {left} of this line are left to give back.</source>
        <translation>Von dieser Position sind nur noch {left} zu erstatten.</translation>
    </message>
    <message>
        <source>Only {left} of this line are left to ship, not {wanted}.</source>
        <translation>Von dieser Position sind nur noch {left} zu versenden, nicht {wanted}.</translation>
    </message>
    <message>
        <source>Only {left} pieces of this line can come back: the others were not shipped, or are in a return.</source>
        <translation>Von dieser Position können nur {left} Stück zurückkommen: Die übrigen wurden nicht versandt oder sind schon in einer Retoure.</translation>
    </message>
    <message>
        <source>Only {waiting} pieces of this line wait for inspection.</source>
        <translation>Von dieser Position warten nur {waiting} Stück auf die Prüfung.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Eröffnet</translation>
    </message>
    <message>
        <source>Opened, like new</source>
        <translation>Geöffnet, neuwertig</translation>
    </message>
    <message>
        <source>Order number</source>
        <translation>Bestellnummer</translation>
    </message>
    <message>
        <source>Order: {new}</source>
        <translation>Bestellung: {new}</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>Bestellt</translation>
    </message>
    <message>
        <source>Ordered by mistake</source>
        <translation>Falsch / versehentlich bestellt</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>Out of stock</source>
        <translation>Nicht lieferbar</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Parcel</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>Parcel back</source>
        <translation>Rückpaket</translation>
    </message>
    <message>
        <source>Parcel taken back in the channel</source>
        <translation>Paket im Verkaufskanal zurückgenommen</translation>
    </message>
    <message>
        <source>Part of the money offered</source>
        <translation>Teilbetrag angeboten</translation>
    </message>
    <message>
        <source>Partly paid</source>
        <translation>Teilweise bezahlt</translation>
    </message>
    <message>
        <source>Partly refunded</source>
        <translation>Teilweise erstattet</translation>
    </message>
    <message>
        <source>Partly shipped</source>
        <translation>Teilweise versandt</translation>
    </message>
    <message>
        <source>Past its date</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Payment failed</source>
        <translation>Zahlung fehlgeschlagen</translation>
    </message>
    <message>
        <source>Payment received</source>
        <translation>Zahlungseingang</translation>
    </message>
    <message>
        <source>Payment received: {amount}</source>
        <translation>Zahlung eingegangen: {amount}</translation>
    </message>
    <message>
        <source>Payment: {new}</source>
        <translation>Zahlung: {new}</translation>
    </message>
    <message>
        <source>Pays later</source>
        <translation>Zahlt später</translation>
    </message>
    <message>
        <source>Quality not acceptable</source>
        <translation>Qualität nicht wie erwartet</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Recalled</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Receipt of a return</source>
        <translation>Eingang einer Retoure</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Eingetroffen</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>Erstattung</translation>
    </message>
    <message>
        <source>Refund of a return</source>
        <translation>Erstattung einer Retoure</translation>
    </message>
    <message>
        <source>Refund under way</source>
        <translation>Erstattung läuft</translation>
    </message>
    <message>
        <source>Refund: nothing arrived</source>
        <translation>Erstattung: nicht angekommen</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Erstattet</translation>
    </message>
    <message>
        <source>Refunded before</source>
        <translation>Schon erstattet</translation>
    </message>
    <message>
        <source>Refunded: {amount}</source>
        <translation>Erstattet: {amount}</translation>
    </message>
    <message>
        <source>Refused at delivery</source>
        <translation>Annahme verweigert</translation>
    </message>
    <message>
        <source>Rejected after inspection</source>
        <translation>Nach Prüfung abgelehnt</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Entfernt</translation>
    </message>
    <message>
        <source>Removed in the channel</source>
        <translation>Im Verkaufskanal entfernt</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparieren</translation>
    </message>
    <message>
        <source>Report failed</source>
        <translation>Meldung fehlgeschlagen</translation>
    </message>
    <message>
        <source>Reporting</source>
        <translation>Wird gemeldet</translation>
    </message>
    <message>
        <source>Requested</source>
        <translation>Gewünscht</translation>
    </message>
    <message>
        <source>Restored in the channel</source>
        <translation>Im Verkaufskanal wiederhergestellt</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Retoure</translation>
    </message>
    <message>
        <source>Return approved</source>
        <translation>Retoure angenommen</translation>
    </message>
    <message>
        <source>Return declined</source>
        <translation>Retoure abgelehnt</translation>
    </message>
    <message>
        <source>Return handed to the channel</source>
        <translation>Retoure an den Kanal gegeben</translation>
    </message>
    <message>
        <source>Return label</source>
        <translation>Rücksendeetikett</translation>
    </message>
    <message>
        <source>Return opened</source>
        <translation>Retoure eröffnet</translation>
    </message>
    <message>
        <source>Return opened by us</source>
        <translation>Retoure von uns eröffnet</translation>
    </message>
    <message>
        <source>Return {return} opened</source>
        <translation>Retoure {return} eröffnet</translation>
    </message>
    <message>
        <source>Return {return}: done by hand</source>
        <translation>Retoure {return}: von Hand erledigt</translation>
    </message>
    <message>
        <source>Return {return}: replacement sent</source>
        <translation>Retoure {return}: Ersatz verschickt</translation>
    </message>
    <message>
        <source>Return {return}: taken back</source>
        <translation>Retoure {return}: zurückgenommen</translation>
    </message>
    <message>
        <source>Return {return}: to be done by hand</source>
        <translation>Retoure {return}: von Hand zu erledigen</translation>
    </message>
    <message>
        <source>Return {return}: {amount} held back</source>
        <translation>Retoure {return}: {amount} einbehalten</translation>
    </message>
    <message>
        <source>Return {return}: {new}</source>
        <translation>Retoure {return}: {new}</translation>
    </message>
    <message>
        <source>Return: {new}</source>
        <translation>Retoure: {new}</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Zurückgekommen</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>Say how many pieces came: at least one.</source>
        <translation>Geben Sie an, wie viele Stück gekommen sind: mindestens eines.</translation>
    </message>
    <message>
        <source>Say how much goes back: an amount, or amounts of single lines.</source>
        <translation>Angeben, wie viel erstattet wird: ein Betrag oder Beträge einzelner Positionen.</translation>
    </message>
    <message>
        <source>Say how much is offered.</source>
        <translation>Angeben, wie viel angeboten wird.</translation>
    </message>
    <message>
        <source>Say in words why money is held back.</source>
        <translation>In Worten sagen, warum Geld einbehalten wird.</translation>
    </message>
    <message>
        <source>Say no only when the goods are on their way: give the parcel&apos;s tracking number.</source>
        <translation>Nur ablehnen, wenn die Ware unterwegs ist: die Sendungsnummer des Pakets angeben.</translation>
    </message>
    <message>
        <source>Say on what ground it is rejected.</source>
        <translation>Geben Sie an, aus welchem Grund sie abgelehnt wird.</translation>
    </message>
    <message>
        <source>Say something of the parcel: its number, sender or looks.</source>
        <translation>Etwas zum Paket angeben: Nummer, Absender oder Aussehen.</translation>
    </message>
    <message>
        <source>Say what customs ask for.</source>
        <translation>Geben Sie an, was der Zoll verlangt.</translation>
    </message>
    <message>
        <source>Say what the buyer disputes.</source>
        <translation>Geben Sie an, was der Käufer bestreitet.</translation>
    </message>
    <message>
        <source>Say what the carrier answered.</source>
        <translation>Geben Sie an, was der Paketdienst geantwortet hat.</translation>
    </message>
    <message>
        <source>Say whether it is a warranty, or which offer was taken.</source>
        <translation>Geben Sie an, ob es Garantie ist oder welches Angebot angenommen wurde.</translation>
    </message>
    <message>
        <source>Say which lines come back.</source>
        <translation>Geben Sie an, welche Positionen zurückkommen.</translation>
    </message>
    <message>
        <source>Say who you are: history keeps who agreed.</source>
        <translation>Geben Sie an, wer Sie sind: Der Verlauf hält fest, wer zugestimmt hat.</translation>
    </message>
    <message>
        <source>Say why it is opened again.</source>
        <translation>Geben Sie an, warum sie wieder geöffnet wird.</translation>
    </message>
    <message>
        <source>Say why money is held back: the buyer has to be told.</source>
        <translation>Geben Sie an, warum Geld einbehalten wird: Der Käufer muss es erfahren.</translation>
    </message>
    <message>
        <source>Say why: the buyer has to be told.</source>
        <translation>Geben Sie den Grund an: Der Käufer muss ihn erfahren.</translation>
    </message>
    <message>
        <source>Saying that the order is paid is on its way already.</source>
        <translation>Die Meldung des Zahlungseingangs ist schon unterwegs.</translation>
    </message>
    <message>
        <source>Send the money: the channel only books it</source>
        <translation>Geld überweisen: Der Kanal bucht es nur</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Tell the channel of the replacement</source>
        <translation>Ersatzlieferung im Kanal melden</translation>
    </message>
    <message>
        <source>The buyer owes nothing for this exchange.</source>
        <translation>Für diesen Umtausch ist nichts offen.</translation>
    </message>
    <message>
        <source>The channel knows no parcel of this order yet.</source>
        <translation>Der Kanal kennt noch kein Paket dieser Bestellung.</translation>
    </message>
    <message>
        <source>The channel knows no parcel {number} of this order. Look at the order&apos;s parcels.</source>
        <translation>Der Kanal kennt kein Paket {number} dieser Bestellung. Die Pakete der Bestellung ansehen.</translation>
    </message>
    <message>
        <source>The channel may have given this money back already: look there, then settle its entry in the outbox.</source>
        <translation>Der Kanal hat dieses Geld vielleicht schon erstattet: dort nachsehen, dann den Eintrag im Ausgang abschließen.</translation>
    </message>
    <message>
        <source>The channel still works on an earlier refund of this order. This one goes when that is through.</source>
        <translation>Der Kanal arbeitet noch an einer früheren Erstattung dieser Bestellung. Diese geht hinaus, sobald jene erledigt ist.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>The picture has too many points, or none. Make it smaller.</source>
        <translation>Das Bild hat zu viele Bildpunkte oder keine. Bitte verkleinern.</translation>
    </message>
    <message>
        <source>The picture is larger than 10 MB. Make it smaller.</source>
        <translation>Das Bild ist größer als 10 MB. Bitte verkleinern.</translation>
    </message>
    <message>
        <source>There is no such parcel.</source>
        <translation>Ein solches Paket gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such return.</source>
        <translation>Eine solche Retoure gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such task.</source>
        <translation>Eine solche Aufgabe gibt es nicht.</translation>
    </message>
    <message>
        <source>There is nothing to take back: it was done already, or too long ago.</source>
        <translation>Hier ist nichts zurückzunehmen: Das ist schon geschehen oder zu lange her.</translation>
    </message>
    <message>
        <source>This code needs no meaning: it is one of Desk&apos;s own.</source>
        <translation>Dieser Code braucht keine Bedeutung: Er ist einer von Desk selbst.</translation>
    </message>
    <message>
        <source>This file is no picture that Desk keeps. Take a JPEG, PNG or WebP, whatever its name says.</source>
        <translation>Diese Datei ist kein Bild, das Desk aufbewahrt. JPEG, PNG oder WebP nehmen, wie auch immer sie heißt.</translation>
    </message>
    <message>
        <source>This is no sentence, or longer than 500 characters.</source>
        <translation>Das ist kein Satz oder länger als 500 Zeichen.</translation>
    </message>
    <message>
        <source>This order has several returns. Name the return.</source>
        <translation>Diese Bestellung hat mehrere Retouren. Geben Sie die Retoure an.</translation>
    </message>
    <message>
        <source>This parcel was seen to already.</source>
        <translation>Dieses Paket ist schon erledigt.</translation>
    </message>
    <message>
        <source>This picture is not in the store.</source>
        <translation>Dieses Bild ist nicht im Bestand.</translation>
    </message>
    <message>
        <source>This return has gone on since, so it cannot be taken back any more. Look at it again.</source>
        <translation>Diese Retoure ist seither weitergegangen, daher geht das Zurücknehmen nicht mehr. Sehen Sie sie noch einmal an.</translation>
    </message>
    <message>
        <source>This return has no picture {name}. Add it first.</source>
        <translation>Zu dieser Retoure gibt es kein Bild {name}. Erst hinzufügen.</translation>
    </message>
    <message>
        <source>This return stands in the table twice.</source>
        <translation>Diese Retoure steht zweimal in der Tabelle.</translation>
    </message>
    <message>
        <source>This step does not follow from where the return stands.</source>
        <translation>Dieser Schritt folgt nicht auf den jetzigen Stand der Retoure.</translation>
    </message>
    <message>
        <source>This view is gone.</source>
        <translation>Diese Ansicht gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Too expensive</source>
        <translation>Zu teuer</translation>
    </message>
    <message>
        <source>Value of the goods</source>
        <translation>Warenwert</translation>
    </message>
    <message>
        <source>Would arrive too late</source>
        <translation>Käme zu spät an</translation>
    </message>
    <message>
        <source>Wrong address given</source>
        <translation>Falsche Adresse angegeben</translation>
    </message>
    <message>
        <source>Wrong way of shipping chosen</source>
        <translation>Falsche Versandart gewählt</translation>
    </message>
    <message>
        <source>Wrong way to pay chosen</source>
        <translation>Falsche Zahlungsart gewählt</translation>
    </message>
    <message>
        <source>count_typed_from_amount is an amount such as 1000.00, in the currency of each order.</source>
        <translation>count_typed_from_amount ist ein Betrag wie 1000.00 in der Währung der jeweiligen Bestellung.</translation>
    </message>
    <message>
        <source>count_typed_from_rows is a number of rows from 1 to 10000.</source>
        <translation>count_typed_from_rows ist eine Anzahl von Zeilen von 1 bis 10000.</translation>
    </message>
    <message>
        <source>forget_after is a number of days from 1 to 3650, or off.</source>
        <translation>forget_after ist eine Anzahl von Tagen von 1 bis 3650, oder off.</translation>
    </message>
    <message>
        <source>now: {new}</source>
        <translation>jetzt: {new}</translation>
    </message>
    <message>
        <source>second_person_above is an amount such as 50.00, in the currency of each order, or off.</source>
        <translation>second_person_above ist ein Betrag wie 50.00, in der Währung der jeweiligen Bestellung, oder off.</translation>
    </message>
    <message>
        <source>{amount} is no amount.</source>
        <translation>{amount} ist kein Betrag.</translation>
    </message>
    <message>
        <source>{waiting} pieces still wait for inspection.</source>
        <translation>{waiting} Stück warten noch auf die Prüfung.</translation>
    </message>
    <message>
        <source>Say who: a user name, an id or a token.</source>
        <translation>Angeben, wer: Benutzername, Kennung oder Token.</translation>
    </message>
    <message>
        <source>A correction of this parcel is on its way already.</source>
        <translation>Eine Korrektur dieses Pakets ist bereits unterwegs.</translation>
    </message>
    <message>
        <source>A finding names this picture. Take that back first.</source>
        <translation>Ein Befund nennt dieses Bild. Erst den Befund zurücknehmen.</translation>
    </message>
    <message>
        <source>A list keeps {most} views at most. Remove one first.</source>
        <translation>Eine Liste hat höchstens {most} Ansichten. Erst eine entfernen.</translation>
    </message>
    <message>
        <source>A name has 60 letters at most.</source>
        <translation>Ein Name hat höchstens 60 Zeichen.</translation>
    </message>
    <message>
        <source>A note has {most} characters at most.</source>
        <translation>Eine Notiz hat höchstens {most} Zeichen.</translation>
    </message>
    <message>
        <source>Sell as used</source>
        <translation>Als gebraucht verkaufen</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Sendet</translation>
    </message>
    <message>
        <source>Several orders bear the number {order}. Report it there.</source>
        <translation>Mehrere Bestellungen tragen die Nummer {order}. In der Bestellung selbst melden.</translation>
    </message>
    <message>
        <source>Shipment report in conflict</source>
        <translation>Versandmeldung im Konflikt</translation>
    </message>
    <message>
        <source>Shipment report refused</source>
        <translation>Versandmeldung abgelehnt</translation>
    </message>
    <message>
        <source>Shipment report settled by hand</source>
        <translation>Versandmeldung von Hand geklärt</translation>
    </message>
    <message>
        <source>Shipment report taken back</source>
        <translation>Versandmeldung zurückgenommen</translation>
    </message>
    <message>
        <source>Shipment report tried again</source>
        <translation>Versandmeldung erneut versucht</translation>
    </message>
    <message>
        <source>Shipment report unclear</source>
        <translation>Versandmeldung ungeklärt</translation>
    </message>
    <message>
        <source>Shipment reported to the channel</source>
        <translation>Versand an den Verkaufskanal gemeldet</translation>
    </message>
    <message>
        <source>Shipment sent to the channel</source>
        <translation>Versandmeldung gesendet</translation>
    </message>
    <message>
        <source>Shipment to be reported</source>
        <translation>Versandmeldung eingereiht</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>Versandt</translation>
    </message>
    <message>
        <source>Shipping</source>
        <translation>Versand</translation>
    </message>
    <message>
        <source>Shipping cost {left}; no more of it can go back.</source>
        <translation>Der Versand kostete {left}; mehr davon kann nicht erstattet werden.</translation>
    </message>
    <message>
        <source>Shipping: {new}</source>
        <translation>Versand: {new}</translation>
    </message>
    <message>
        <source>Sign-in needed</source>
        <translation>Anmeldung nötig</translation>
    </message>
    <message>
        <source>Signs of use</source>
        <translation>Gebrauchsspuren</translation>
    </message>
    <message>
        <source>Some of the money went back already. Refund the rest instead.</source>
        <translation>Ein Teil des Geldes ist schon erstattet. Stattdessen den Rest erstatten.</translation>
    </message>
    <message>
        <source>Some pieces have not come or were not inspected. Say that they are missing, or inspect them.</source>
        <translation>Einige Stücke sind nicht gekommen oder nicht geprüft. Melden Sie sie als fehlend, oder prüfen Sie sie.</translation>
    </message>
    <message>
        <source>Some rows of this parcel name a line and others none. Name it in each.</source>
        <translation>Manche Zeilen dieser Sendung nennen eine Position und andere keine. In jeder nennen.</translation>
    </message>
    <message>
        <source>State in the channel: {new}</source>
        <translation>Status im Verkaufskanal: {new}</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Status at the channel</source>
        <translation>Status im Kanal</translation>
    </message>
    <message>
        <source>Suspected counterfeit</source>
        <translation>Vermutlich nicht echt</translation>
    </message>
    <message>
        <source>Tell the parcel</source>
        <translation>Paket mitteilen</translation>
    </message>
    <message>
        <source>The amount is not the sum of the lines. Give one of both.</source>
        <translation>Der Betrag ist nicht die Summe der Positionen. Nur eins von beiden angeben.</translation>
    </message>
    <message>
        <source>The buyer asked for it</source>
        <translation>Wunsch des Käufers</translation>
    </message>
    <message>
        <source>The buyer asks to cancel this order. Agree, or say no, before anything is shipped.</source>
        <translation>Der Käufer bittet um Stornierung dieser Bestellung. Stimmen Sie zu oder lehnen Sie ab, bevor etwas versendet wird.</translation>
    </message>
    <message>
        <source>The buyer says that nothing arrived: answer that case.</source>
        <translation>Der Käufer meldet, dass nichts angekommen ist: diesen Fall beantworten.</translation>
    </message>
    <message>
        <source>The buyer says that nothing arrived: refund it in that case.</source>
        <translation>Der Käufer meldet, dass nichts angekommen ist: in diesem Fall erstatten.</translation>
    </message>
    <message>
        <source>The buyer still has time to pay; the channel takes it later.</source>
        <translation>Der Käufer hat noch Zeit zu bezahlen; der Kanal nimmt es erst später.</translation>
    </message>
    <message>
        <source>The buyer withdraws from the purchase in time: such a return cannot be declined.</source>
        <translation>Der Käufer widerruft fristgerecht: Eine solche Retoure kann nicht abgelehnt werden.</translation>
    </message>
    <message>
        <source>The channel asks Desk to wait. It goes on by itself.</source>
        <translation>Der Verkaufskanal bittet um Geduld. Desk macht von selbst weiter.</translation>
    </message>
    <message>
        <source>The channel decides</source>
        <translation>Der Kanal entscheidet</translation>
    </message>
    <message>
        <source>The channel decides this case now.</source>
        <translation>Über diesen Fall entscheidet jetzt der Kanal.</translation>
    </message>
    <message>
        <source>The channel does not take a cancellation as unpaid any more.</source>
        <translation>Der Kanal nimmt keine Stornierung wegen ausbleibender Zahlung mehr.</translation>
    </message>
    <message>
        <source>The channel does not take an approval of this return now.</source>
        <translation>Der Kanal nimmt jetzt keine Genehmigung dieser Retoure an.</translation>
    </message>
    <message>
        <source>The channel does not take this at the moment.</source>
        <translation>Der Kanal nimmt das im Augenblick nicht.</translation>
    </message>
    <message>
        <source>The channel does not take this reason for this order.</source>
        <translation>Der Kanal nimmt diesen Grund für diese Bestellung nicht.</translation>
    </message>
    <message>
        <source>The channel does not tell what was bought from. Write to the buyer there.</source>
        <translation>Der Kanal sagt nicht, aus welchem Angebot gekauft wurde. Dem Käufer dort schreiben.</translation>
    </message>
    <message>
        <source>The channel does not tell who the buyer is, so nobody can be written to.</source>
        <translation>Der Kanal sagt nicht, wer der Käufer ist; so kann ihm niemand schreiben.</translation>
    </message>
    <message>
        <source>The channel has moved elsewhere meanwhile.</source>
        <translation>Der Verkaufskanal hat inzwischen einen anderen Stand.</translation>
    </message>
    <message>
        <source>The channel has no e-mail address of the buyer, so nothing can be sent.</source>
        <translation>Der Kanal kennt keine E-Mail-Adresse des Käufers, es lässt sich also nichts senden.</translation>
    </message>
    <message>
        <source>The channel has no other status for this order.</source>
        <translation>Der Kanal hat keinen anderen Status für diese Bestellung.</translation>
    </message>
    <message>
        <source>The channel has not released this order yet: do not ship it.</source>
        <translation>Der Verkaufskanal hat diese Bestellung noch nicht freigegeben: noch nicht versenden.</translation>
    </message>
    <message>
        <source>The channel has removed this order.</source>
        <translation>Der Verkaufskanal hat diese Bestellung entfernt.</translation>
    </message>
    <message>
        <source>The channel is out of reach. Desk tries again by itself.</source>
        <translation>Der Verkaufskanal ist nicht erreichbar. Desk versucht es von selbst erneut.</translation>
    </message>
    <message>
        <source>The channel sees to this order itself.</source>
        <translation>Der Kanal kümmert sich selbst um diese Bestellung.</translation>
    </message>
    <message>
        <source>The channel ships this order itself.</source>
        <translation>Der Verkaufskanal versendet diese Bestellung selbst.</translation>
    </message>
    <message>
        <source>The channel takes at most {most} pictures with a message.</source>
        <translation>Der Kanal nimmt höchstens {most} Bilder mit einer Nachricht.</translation>
    </message>
    <message>
        <source>The channel takes labels as {kinds} only.</source>
        <translation>Der Kanal nimmt Etiketten nur als {kinds}.</translation>
    </message>
    <message>
        <source>The channel takes no comment here. Leave it empty.</source>
        <translation>Der Kanal nimmt hier keine Bemerkung. Leer lassen.</translation>
    </message>
    <message>
        <source>The channel takes no refund for so old an order.</source>
        <translation>Der Kanal nimmt für eine so alte Bestellung keine Erstattung mehr.</translation>
    </message>
    <message>
        <source>The channel takes these reasons: {known}.</source>
        <translation>Der Kanal nimmt diese Gründe: {known}.</translation>
    </message>
    <message>
        <source>The channel takes these statuses for this order: {known}.</source>
        <translation>Der Kanal nimmt für diese Bestellung folgende Status: {known}.</translation>
    </message>
    <message>
        <source>The channel took this more than a day ago and still does not show it. Look there; try again if it is missing.</source>
        <translation>Der Kanal hat das vor mehr als einem Tag angenommen und zeigt es noch immer nicht. Dort nachsehen; fehlt es, erneut versuchen.</translation>
    </message>
    <message>
        <source>The comment has {length} characters; the channel takes {longest}.</source>
        <translation>Die Bemerkung hat {length} Zeichen; der Kanal nimmt {longest}.</translation>
    </message>
    <message>
        <source>The disk is full. Free some space; Desk goes on where it stopped.</source>
        <translation>Der Datenträger ist voll. Platz schaffen; Desk macht dann weiter.</translation>
    </message>
    <message>
        <source>The environment gives the store&apos;s key; the keyring is not asked for it.</source>
        <translation>Die Umgebung gibt den Schlüssel des Datenbestands; der Schlüsselbund wird nicht danach gefragt.</translation>
    </message>
    <message>
        <source>The keyring answers.</source>
        <translation>Der Schlüsselbund antwortet.</translation>
    </message>
    <message>
        <source>The keyring cannot be used.</source>
        <translation>Der Schlüsselbund lässt sich nicht benutzen.</translation>
    </message>
    <message>
        <source>The keys of {account} are not in this keyring.</source>
        <translation>Die Schlüssel von {account} sind nicht in diesem Schlüsselbund.</translation>
    </message>
    <message>
        <source>The label is larger than {most}. Make it smaller.</source>
        <translation>Das Etikett ist größer als {most}. Es verkleinern.</translation>
    </message>
    <message>
        <source>The label is younger than {days} days: the parcel may still come.</source>
        <translation>Das Etikett ist jünger als {days} Tage: Das Paket kann noch kommen.</translation>
    </message>
    <message>
        <source>The label&apos;s file is empty.</source>
        <translation>Die Datei des Etiketts ist leer.</translation>
    </message>
    <message>
        <source>The last daily backup failed.</source>
        <translation>Die letzte tägliche Sicherung ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The money of this return is on its way already.</source>
        <translation>Das Geld dieser Retoure ist schon unterwegs.</translation>
    </message>
    <message>
        <source>The number does not tell its carrier for sure (fitting: {candidates}). Give the carrier.</source>
        <translation>Die Nummer verrät den Versanddienst nicht sicher (passend: {candidates}). Versanddienst angeben.</translation>
    </message>
    <message>
        <source>The number {number} is reported for this order already.</source>
        <translation>Die Nummer {number} ist für diese Bestellung schon gemeldet.</translation>
    </message>
    <message>
        <source>The order has no line {line}. It has: {known}.</source>
        <translation>Die Bestellung hat keine Position {line}. Sie hat: {known}.</translation>
    </message>
    <message>
        <source>The order has this status already.</source>
        <translation>Die Bestellung hat diesen Status schon.</translation>
    </message>
    <message>
        <source>The order is paid already.</source>
        <translation>Die Bestellung ist schon bezahlt.</translation>
    </message>
    <message>
        <source>The row names no order.</source>
        <translation>Die Zeile nennt keine Bestellung.</translation>
    </message>
    <message>
        <source>The search index does not fit the orders: {indexed} of {orders} are in it, and {unfound} of {sampled} looked for are not found.</source>
        <translation>Der Suchindex passt nicht zu den Bestellungen: {indexed} von {orders} stehen darin, und {unfound} von {sampled} gesuchten werden nicht gefunden.</translation>
    </message>
    <message>
        <source>The search index fits its {orders} orders.</source>
        <translation>Der Suchindex passt zu seinen {orders} Bestellungen.</translation>
    </message>
    <message>
        <source>The server of {account} tells no time.</source>
        <translation>Der Server von {account} nennt keine Uhrzeit.</translation>
    </message>
    <message>
        <source>The spreadsheet has rounded this number: {number} ends in zeros. Format the column as text and copy it anew.</source>
        <translation>Die Tabelle hat diese Nummer gerundet: {number} endet auf Nullen. Die Spalte als Text formatieren und neu kopieren.</translation>
    </message>
    <message>
        <source>The spreadsheet has shortened this number to {number}; its last digits are lost. Format the column as text and copy it anew.</source>
        <translation>Die Tabelle hat diese Nummer zu {number} verkürzt; ihre letzten Ziffern sind verloren. Die Spalte als Text formatieren und neu kopieren.</translation>
    </message>
    <message>
        <source>The spreadsheet seems to have taken the zeros from the front of {number}. Is it {meant}?</source>
        <translation>Die Tabelle hat {number} wohl die Nullen am Anfang genommen. Ist es {meant}?</translation>
    </message>
    <message>
        <source>The store can be written.</source>
        <translation>Der Datenbestand lässt sich schreiben.</translation>
    </message>
    <message>
        <source>The store cannot be read to its end.</source>
        <translation>Der Datenbestand lässt sich nicht bis zum Ende lesen.</translation>
    </message>
    <message>
        <source>The store cannot be written.</source>
        <translation>Der Datenbestand lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>The store cannot be written. Check the rights on its folder.</source>
        <translation>Der Datenbestand kann nicht geschrieben werden. Die Rechte am Ordner prüfen.</translation>
    </message>
    <message>
        <source>The store does not open.</source>
        <translation>Der Datenbestand lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>The store is damaged.</source>
        <translation>Der Datenbestand ist beschädigt.</translation>
    </message>
    <message>
        <source>The store is damaged. Restore the newest backup; Desk will fetch from the channels what came after.</source>
        <translation>Der Datenbestand ist beschädigt. Die neueste Sicherung wiederherstellen; was danach kam, holt Desk aus den Verkaufskanälen.</translation>
    </message>
    <message>
        <source>The store opens ({libraries}).</source>
        <translation>Der Datenbestand lässt sich öffnen ({libraries}).</translation>
    </message>
    <message>
        <source>The text has {length} characters; the channel takes {longest}.</source>
        <translation>Der Text hat {length} Zeichen; der Kanal nimmt {longest}.</translation>
    </message>
    <message>
        <source>The text still has a placeholder in it: {placeholder}. Fill it in.</source>
        <translation>Im Text steht noch ein Platzhalter: {placeholder}. Ihn ausfüllen.</translation>
    </message>
    <message>
        <source>There are more numbers than rows without one. Paste them together with their order numbers.</source>
        <translation>Es sind mehr Nummern als Zeilen ohne Nummer. Zusammen mit ihren Bestellnummern einfügen.</translation>
    </message>
    <message>
        <source>There are no logs yet.</source>
        <translation>Noch gibt es keine Protokolle.</translation>
    </message>
    <message>
        <source>There are signs in the text that nobody can read. Type it anew.</source>
        <translation>Im Text sind Zeichen, die niemand lesen kann. Ihn neu tippen.</translation>
    </message>
    <message>
        <source>There is a recovery key for this store.</source>
        <translation>Es gibt einen Wiederherstellungsschlüssel für diesen Datenbestand.</translation>
    </message>
    <message>
        <source>There is an open cancellation of this order. Answer that one.</source>
        <translation>Zu dieser Bestellung ist eine Stornierung offen. Diese beantworten.</translation>
    </message>
    <message>
        <source>There is an open cancellation of this order: with it the channel gives the money back. Answer that one.</source>
        <translation>Zu dieser Bestellung ist eine Stornierung offen: mit ihr erstattet der Kanal das Geld. Diese beantworten.</translation>
    </message>
    <message>
        <source>There is no backup beside the store.</source>
        <translation>Neben dem Datenbestand liegt keine Sicherung.</translation>
    </message>
    <message>
        <source>There is no finding that could be taken back.</source>
        <translation>Es gibt kein Prüfergebnis, das zurückgenommen werden könnte.</translation>
    </message>
    <message>
        <source>There is no recovery key: with the keyring the store would be lost.</source>
        <translation>Es gibt keinen Wiederherstellungsschlüssel: Mit dem Schlüsselbund wäre der Datenbestand verloren.</translation>
    </message>
    <message>
        <source>There is no return {number}. A number looks like RT-2026-000123-K.</source>
        <translation>Es gibt keine Retoure {number}. Eine Nummer sieht so aus: RT-2026-000123-K.</translation>
    </message>
    <message>
        <source>There is no store in {folder} yet; the first start makes one.</source>
        <translation>In {folder} liegt noch kein Datenbestand; der erste Start legt einen an.</translation>
    </message>
    <message>
        <source>There is nothing to back up yet.</source>
        <translation>Noch gibt es nichts zu sichern.</translation>
    </message>
    <message>
        <source>There is nothing to try again here.</source>
        <translation>Hier gibt es nichts erneut zu versuchen.</translation>
    </message>
    <message>
        <source>These goods are worth {below} or more: let them come back.</source>
        <translation>Diese Ware ist {below} oder mehr wert: Lassen Sie sie zurückkommen.</translation>
    </message>
    <message>
        <source>This case is closed.</source>
        <translation>Dieser Fall ist geschlossen.</translation>
    </message>
    <message>
        <source>This channel always sends the money itself.</source>
        <translation>Dieser Kanal zahlt das Geld immer selbst zurück.</translation>
    </message>
    <message>
        <source>This channel takes no parcel numbers.</source>
        <translation>Dieser Verkaufskanal nimmt keine Sendungsnummern an.</translation>
    </message>
    <message>
        <source>This channel takes no such change.</source>
        <translation>Dieser Kanal nimmt keine solche Änderung.</translation>
    </message>
    <message>
        <source>This channel takes refunds for the order as a whole only.</source>
        <translation>Dieser Kanal nimmt Erstattungen nur für die Bestellung als Ganzes.</translation>
    </message>
    <message>
        <source>This channel takes refunds of the whole amount only.</source>
        <translation>Dieser Kanal nimmt nur Erstattungen des ganzen Betrags.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock and that of {account} differ by {seconds} s.</source>
        <translation>Die Uhren dieses Rechners und von {account} weichen um {seconds} s voneinander ab.</translation>
    </message>
    <message>
        <source>This conversation is closed.</source>
        <translation>Dieses Gespräch ist geschlossen.</translation>
    </message>
    <message>
        <source>This does not look like a tracking number. Check what was scanned or pasted.</source>
        <translation>Das sieht nicht nach einer Sendungsnummer aus. Prüfen, was gescannt oder eingefügt wurde.</translation>
    </message>
    <message>
        <source>This entry does not wait for a second person.</source>
        <translation>Dieser Eintrag wartet auf keine zweite Person.</translation>
    </message>
    <message>
        <source>This file is no {ending}, whatever its name says. Save the label anew.</source>
        <translation>Diese Datei ist kein {ending}, was auch ihr Name sagt. Das Etikett neu speichern.</translation>
    </message>
    <message>
        <source>This is no carrier&apos;s name. Choose the carrier of the parcel, and scan the number into its own field.</source>
        <translation>Das ist kein Name eines Versanddienstes. Den Versanddienst des Pakets wählen und die Nummer in ihr eigenes Feld scannen.</translation>
    </message>
    <message>
        <source>This is no number of a return. Check what was pasted.</source>
        <translation>Das ist keine Retourennummer. Prüfen, was eingefügt wurde.</translation>
    </message>
    <message>
        <source>This is no reason that Desk knows.</source>
        <translation>Diesen Grund kennt Desk nicht.</translation>
    </message>
    <message>
        <source>This is no sentence, or longer than 2000 characters.</source>
        <translation>Das ist kein Satz, oder er ist länger als 2000 Zeichen.</translation>
    </message>
    <message>
        <source>This is no user name, id or token. Check what was pasted.</source>
        <translation>Das ist kein Benutzername, keine Kennung und kein Token. Prüfen, was eingefügt wurde.</translation>
    </message>
    <message>
        <source>This order has no such case.</source>
        <translation>Zu dieser Bestellung gibt es diesen Fall nicht.</translation>
    </message>
    <message>
        <source>This order has no such conversation.</source>
        <translation>Zu dieser Bestellung gibt es dieses Gespräch nicht.</translation>
    </message>
    <message>
        <source>This order has several parcels here. Say by line and quantity what is in each; only the last may go without and holds the rest.</source>
        <translation>Diese Bestellung hat hier mehrere Sendungen. Mit Position und Menge sagen, was in jeder ist; nur die letzte darf ohne bleiben und enthält den Rest.</translation>
    </message>
    <message>
        <source>This order is cancelled.</source>
        <translation>Diese Bestellung ist storniert.</translation>
    </message>
    <message>
        <source>This order is cancelled: the channel gives the money back itself.</source>
        <translation>Diese Bestellung ist storniert: der Kanal erstattet das Geld selbst.</translation>
    </message>
    <message>
        <source>This order is in {currency}.</source>
        <translation>Diese Bestellung ist in {currency}.</translation>
    </message>
    <message>
        <source>This order is not to be paid beforehand.</source>
        <translation>Diese Bestellung ist nicht im Voraus zu bezahlen.</translation>
    </message>
    <message>
        <source>This order is paid, so it cannot be called off as unpaid.</source>
        <translation>Diese Bestellung ist bezahlt und kann nicht als unbezahlt storniert werden.</translation>
    </message>
    <message>
        <source>This order is refunded in full.</source>
        <translation>Diese Bestellung ist vollständig erstattet.</translation>
    </message>
    <message>
        <source>This return has no such line.</source>
        <translation>Diese Retoure hat keine solche Position.</translation>
    </message>
    <message>
        <source>This return is not in the store.</source>
        <translation>Diese Retoure ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>This step comes with its goods or its money.</source>
        <translation>Diesen Schritt bringen die Ware oder das Geld mit sich.</translation>
    </message>
    <message>
        <source>To ship</source>
        <translation>Zu versenden</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>Zu groß</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>Zu klein</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Total changed: {new_amount}</source>
        <translation>Gesamtbetrag geändert: {new_amount}</translation>
    </message>
    <message>
        <source>Tracking numbers</source>
        <translation>Sendungsnummern</translation>
    </message>
    <message>
        <source>Trouble with the address</source>
        <translation>Problem mit der Adresse</translation>
    </message>
    <message>
        <source>Unauthorised purchase</source>
        <translation>Nicht autorisierter Kauf</translation>
    </message>
    <message>
        <source>Unclear</source>
        <translation>Ungeklärt</translation>
    </message>
    <message>
        <source>Undeliverable</source>
        <translation>Unzustellbar / nicht abgeholt</translation>
    </message>
    <message>
        <source>Unknown state</source>
        <translation>Unbekannter Status</translation>
    </message>
    <message>
        <source>Unusable</source>
        <translation>Nicht verwertbar</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Waits for approval</source>
        <translation>Wartet auf Freigabe</translation>
    </message>
    <message>
        <source>Warranty or repair</source>
        <translation>Garantie / Reparatur</translation>
    </message>
    <message>
        <source>Withdrawal (no reason given)</source>
        <translation>Widerruf ohne Angabe von Gründen</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Zurückgezogen</translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation>Erst etwas schreiben.</translation>
    </message>
    <message>
        <source>Write to the buyer</source>
        <translation>Dem Käufer schreiben</translation>
    </message>
    <message>
        <source>Wrong content</source>
        <translation>Fremder / falscher Inhalt</translation>
    </message>
    <message>
        <source>Wrong item sent</source>
        <translation>Falscher Artikel geliefert</translation>
    </message>
    <message>
        <source>Your answer to this case is on its way to the channel.</source>
        <translation>Die Antwort auf diesen Fall ist auf dem Weg zum Kanal.</translation>
    </message>
    <message>
        <source>as the privacy rules want it, {days} days after the order was over</source>
        <translation>wie es der Datenschutz verlangt, {days} Tage nach Abschluss der Bestellung</translation>
    </message>
    <message>
        <source>now {new}</source>
        <translation>jetzt {new}</translation>
    </message>
    <message>
        <source>was {old_amount}</source>
        <translation>war {old_amount}</translation>
    </message>
    <message>
        <source>was {old}</source>
        <translation>war {old}</translation>
    </message>
    <message>
        <source>{account} is paused. Let it go on first.</source>
        <translation>{account} ist angehalten. Zuerst fortsetzen.</translation>
    </message>
    <message>
        <source>{account} is read-only. Switch writing on for this account first.</source>
        <translation>{account} ist auf Nur lesen gestellt. Zuerst das Schreiben für dieses Konto einschalten.</translation>
    </message>
    <message>
        <source>{account} needs attention.</source>
        <translation>{account} braucht Aufmerksamkeit.</translation>
    </message>
    <message>
        <source>{agent} has queued this: somebody else has to agree.</source>
        <translation>{agent} hat das eingereiht: Jemand anderes muss zustimmen.</translation>
    </message>
    <message>
        <source>{carrier} {number} · confirmed</source>
        <translation>{carrier} {number} · bestätigt</translation>
    </message>
    <message>
        <source>{carrier} {number} · look into the channel</source>
        <translation>{carrier} {number} · im Verkaufskanal nachsehen</translation>
    </message>
    <message>
        <source>{carrier} {number} · {error}</source>
        <translation>{carrier} {number} · {error}</translation>
    </message>
    <message>
        <source>1 piece, {amount}</source>
        <translation>1 Stück, {amount}</translation>
    </message>
    <message>
        <source>The server does not speak https there, so nothing was sent. Check the address and its port.</source>
        <translation>Der Server spricht dort kein https, deshalb wurde nichts gesendet. Adresse und Port prüfen.</translation>
    </message>
    <message>
        <source>1 piece</source>
        <translation>1 Stück</translation>
    </message>
    <message>
        <source>A cancellation is on its way; the channel gives the money back with it.</source>
        <translation>Eine Stornierung ist unterwegs; mit ihr erstattet der Kanal das Geld.</translation>
    </message>
    <message>
        <source>A cancellation of this order is on its way already.</source>
        <translation>Eine Stornierung dieser Bestellung ist schon unterwegs.</translation>
    </message>
    <message>
        <source>A line is named twice. Give its whole amount once.</source>
        <translation>Eine Position steht zweimal da. Ihren ganzen Betrag einmal angeben.</translation>
    </message>
    <message>
        <source>A link to pay is on its way already.</source>
        <translation>Ein Zahlungslink ist schon unterwegs.</translation>
    </message>
    <message>
        <source>{deed}: approved by a second person</source>
        <translation>{deed}: von zweiter Person freigegeben</translation>
    </message>
    <message>
        <source>{deed}: confirmed by the channel</source>
        <translation>{deed}: vom Kanal bestätigt</translation>
    </message>
    <message>
        <source>{deed}: declined by a second person</source>
        <translation>{deed}: von zweiter Person abgelehnt</translation>
    </message>
    <message>
        <source>{deed}: in conflict with the channel</source>
        <translation>{deed}: im Konflikt mit dem Kanal</translation>
    </message>
    <message>
        <source>{deed}: refused by the channel</source>
        <translation>{deed}: vom Kanal abgelehnt</translation>
    </message>
    <message>
        <source>{deed}: sent to the channel</source>
        <translation>{deed}: an den Kanal gesendet</translation>
    </message>
    <message>
        <source>{deed}: settled by hand</source>
        <translation>{deed}: von Hand geklärt</translation>
    </message>
    <message>
        <source>{deed}: taken back</source>
        <translation>{deed}: zurückgenommen</translation>
    </message>
    <message>
        <source>{deed}: tried again</source>
        <translation>{deed}: erneut versucht</translation>
    </message>
    <message>
        <source>{deed}: unclear, look into the channel</source>
        <translation>{deed}: ungeklärt, im Kanal nachsehen</translation>
    </message>
    <message>
        <source>{deed}: waits in the outbox</source>
        <translation>{deed}: wartet im Ausgang</translation>
    </message>
    <message>
        <source>{file} cannot be read from line {line} on. Look there for a quotation mark too many, or save the sheet as CSV again.</source>
        <translation>{file} ist ab Zeile {line} nicht zu lesen. Dort nach einem überzähligen Anführungszeichen sehen oder die Tabelle neu als CSV speichern.</translation>
    </message>
    <message>
        <source>{file} has too many rows. Split it.</source>
        <translation>{file} hat zu viele Zeilen. Bitte aufteilen.</translation>
    </message>
    <message>
        <source>{file} holds no rows.</source>
        <translation>{file} enthält keine Zeilen.</translation>
    </message>
    <message>
        <source>{file} is larger than 20 MB. Split it.</source>
        <translation>{file} ist größer als 20 MB. Bitte aufteilen.</translation>
    </message>
    <message>
        <source>{file} is no CSV file. Save the sheet as CSV first.</source>
        <translation>{file} ist keine CSV-Datei. Die Tabelle zuerst als CSV speichern.</translation>
    </message>
    <message>
        <source>{file} lacks the column of returns. Put a header above each: return, and where wanted shipping, extra, loss, why, words, label.</source>
        <translation>In {file} fehlt die Spalte der Retouren. Geben Sie jeder eine Überschrift: Retoure, und wo gewünscht Versand, Gutschrift, Wertersatz, Wertersatzgrund, Erläuterung, Etikett.</translation>
    </message>
    <message>
        <source>{free} MB are free; the store takes {size} MB.</source>
        <translation>{free} MB sind frei; der Datenbestand belegt {size} MB.</translation>
    </message>
    <message>
        <source>{items} pieces</source>
        <translation>{items} Stück</translation>
    </message>
    <message>
        <source>{items} pieces, {amount}</source>
        <translation>{items} Stück, {amount}</translation>
    </message>
    <message>
        <source>{new} (was {old})</source>
        <translation>{new} (war {old})</translation>
    </message>
    <message>
        <source>{quantity} is no number of pieces.</source>
        <translation>{quantity} ist keine Stückzahl.</translation>
    </message>
    <message>
        <source>{reason} is no reason for a loss of value. Take one of these: {known}.</source>
        <translation>{reason} ist kein Grund für Wertersatz. Möglich sind: {known}.</translation>
    </message>
    <message>
        <source>{waiting} changes for this buyer still wait in the outbox. Push or recall them first.</source>
        <translation>{waiting} Änderungen für diesen Käufer warten noch im Ausgang. Zuerst senden oder zurückholen.</translation>
    </message>
    <message>
        <source>{waiting} changes of this account still wait in the outbox. Push or recall them first.</source>
        <translation>{waiting} Änderungen dieses Kontos warten noch im Ausgang. Zuerst übertragen oder zurücknehmen.</translation>
    </message>
</context>
</TS>
