<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>ConditionStrips</name>
    <message numerus="yes">
        <source>Offline – changes are collected (%n)</source>
        <translation>
            <numerusform>Offline – changes are collected (%n)</numerusform>
            <numerusform>Offline – changes are collected (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ParcelsDialog</name>
    <message numerus="yes">
        <source>%n parcel(s) wait until somebody knows whose they are</source>
        <translation>
            <numerusform>%n parcel waits until somebody knows whose it is</numerusform>
            <numerusform>%n parcels wait until somebody knows whose they are</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Undoing</name>
    <message numerus="yes">
        <source>%n could not be taken back</source>
        <translation>
            <numerusform>%n could not be taken back</numerusform>
            <numerusform>%n could not be taken back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ItemsCard</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show all %n items</source>
        <translation>
            <numerusform>Show the item</numerusform>
            <numerusform>Show all %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LineRow</name>
    <message numerus="yes">
        <source>%n refunded</source>
        <translation>
            <numerusform>%n refunded</numerusform>
            <numerusform>%n refunded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NavViews</name>
    <message numerus="yes">
        <source>%n return(s)</source>
        <translation>
            <numerusform>%n return</numerusform>
            <numerusform>%n returns</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NewPill</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NothingFound</name>
    <message numerus="yes">
        <source>%n order(s) do not fit the filter.</source>
        <translation>
            <numerusform>%n order does not fit the filter.</numerusform>
            <numerusform>%n orders do not fit the filter.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrdersScreen</name>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n hit</numerusform>
            <numerusform>%n hits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n parcel(s) of {number} will be reported</source>
        <translation>
            <numerusform>%n parcel of {number} will be reported</numerusform>
            <numerusform>%n parcels of {number} will be reported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ParcelForm</name>
    <message numerus="yes">
        <source>%n stay(s) open</source>
        <translation>
            <numerusform>%n stays open</numerusform>
            <numerusform>%n stay open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n too many</source>
        <translation>
            <numerusform>%n too many</numerusform>
            <numerusform>%n too many</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n open piece(s): choose others</source>
        <translation>
            <numerusform>The %n open piece: choose others</numerusform>
            <numerusform>All %n open pieces: choose others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ParcelRow</name>
    <message numerus="yes">
        <source>%n piece(s)</source>
        <translation>
            <numerusform>%n piece</numerusform>
            <numerusform>%n pieces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n hit</numerusform>
            <numerusform>%n hits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShipDialog</name>
    <message numerus="yes">
        <source>Report %n parcel(s)</source>
        <translation>
            <numerusform>Report %n parcel</numerusform>
            <numerusform>Report %n parcels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SideNav</name>
    <message numerus="yes">
        <source>%n need(s) you</source>
        <translation>
            <numerusform>%n needs you</numerusform>
            <numerusform>%n need you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the way</source>
        <translation>
            <numerusform>%n on the way</numerusform>
            <numerusform>%n on the way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n overdue</source>
        <translation>
            <numerusform>%n overdue</numerusform>
            <numerusform>%n overdue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to ship</source>
        <translation>
            <numerusform>%n to ship</numerusform>
            <numerusform>%n to ship</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to check</source>
        <translation>
            <numerusform>%n to check</numerusform>
            <numerusform>%n to check</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>%n change(s) in the outbox</source>
        <translation>
            <numerusform>%n change in the outbox</numerusform>
            <numerusform>%n changes in the outbox</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) in the outbox need you</source>
        <translation>
            <numerusform>%n change in the outbox needs you</numerusform>
            <numerusform>%n changes in the outbox need you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelineCard</name>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>Show all %n</numerusform>
            <numerusform>Show all %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leaving</name>
    <message numerus="yes">
        <source>%n change(s) have not reached the channel yet.</source>
        <translation>
            <numerusform>%n change has not reached the channel yet.</numerusform>
            <numerusform>%n changes have not reached the channel yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>orders</name>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show all %n customers</source>
        <translation>
            <numerusform>Show the customer</numerusform>
            <numerusform>Show all %n customers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>outbox</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n attempt</numerusform>
            <numerusform>%n attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AccountDeeds</name>
    <message numerus="yes">
        <source>%n order(s) of this account and its keys are forgotten on this computer.</source>
        <translation>
            <numerusform>%n order of this account and its keys are forgotten on this computer.</numerusform>
            <numerusform>%n orders of this account and its keys are forgotten on this computer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait in the outbox and go out at once.</source>
        <translation>
            <numerusform>%n change waits in the outbox and goes out at once.</numerusform>
            <numerusform>%n changes wait in the outbox and go out at once.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AccountsCard</name>
    <message numerus="yes">
        <source>%n record(s) could not be read</source>
        <translation>
            <numerusform>%n record could not be read</numerusform>
            <numerusform>%n records could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FirstPage</name>
    <message numerus="yes">
        <source>The first orders are being fetched: %n so far.</source>
        <translation>
            <numerusform>The first orders are being fetched: %n so far.</numerusform>
            <numerusform>The first orders are being fetched: %n so far.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All orders are here: %n.</source>
        <translation>
            <numerusform>All orders are here: %n.</numerusform>
            <numerusform>All orders are here: %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadPage</name>
    <message numerus="yes">
        <source>%n piece(s)</source>
        <translation>
            <numerusform>%n piece</numerusform>
            <numerusform>%n pieces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RulesPage</name>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n year</numerusform>
            <numerusform>%n years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%n parcel(s) will be reported</source>
        <translation>
            <numerusform>%n parcel will be reported</numerusform>
            <numerusform>%n parcels will be reported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Report %n parcel(s)</source>
        <translation>
            <numerusform>Report %n parcel</numerusform>
            <numerusform>Report %n parcels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n blocked and left out</source>
        <translation>
            <numerusform>%n blocked and left out</numerusform>
            <numerusform>%n blocked and left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n incomplete and left out</source>
        <translation>
            <numerusform>%n incomplete and left out</numerusform>
            <numerusform>%n incomplete and left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out</source>
        <translation>
            <numerusform>%n left out</numerusform>
            <numerusform>%n left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ready</source>
        <translation>
            <numerusform>%n ready</numerusform>
            <numerusform>%n ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reported already</source>
        <translation>
            <numerusform>%n reported already</numerusform>
            <numerusform>%n reported already</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ToShipScreen</name>
    <message numerus="yes">
        <source>%n order(s) selected</source>
        <translation>
            <numerusform>%n order selected</numerusform>
            <numerusform>%n orders selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Select all %n of the filter</source>
        <translation>
            <numerusform>Select the one of the filter</numerusform>
            <numerusform>Select all %n of the filter</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>to_ship</name>
    <message numerus="yes">
        <source>%n piece(s)</source>
        <translation>
            <numerusform>%n piece</numerusform>
            <numerusform>%n pieces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not reached</source>
        <translation>
            <numerusform>%n not reached</numerusform>
            <numerusform>%n not reached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the way</source>
        <translation>
            <numerusform>%n on the way</numerusform>
            <numerusform>%n on the way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reported</source>
        <translation>
            <numerusform>%n reported</numerusform>
            <numerusform>%n reported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reported before</source>
        <translation>
            <numerusform>%n reported before</numerusform>
            <numerusform>%n reported before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken back</source>
        <translation>
            <numerusform>%n taken back</numerusform>
            <numerusform>%n taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unclear</source>
        <translation>
            <numerusform>%n unclear</numerusform>
            <numerusform>%n unclear</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AccountCard</name>
    <message numerus="yes">
        <source>%n record(s) could not be read …</source>
        <translation>
            <numerusform>%n record could not be read …</numerusform>
            <numerusform>%n records could not be read …</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutboxScreen</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n done</numerusform>
            <numerusform>%n done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not possible</source>
        <translation>
            <numerusform>%n not possible</numerusform>
            <numerusform>%n not possible</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s) copied.</source>
        <translation>
            <numerusform>%n entry copied.</numerusform>
            <numerusform>%n entries copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RepairDialog</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>seen %n time(s)</source>
        <translation>
            <numerusform>seen once</numerusform>
            <numerusform>seen %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SyncPanel</name>
    <message numerus="yes">
        <source>%n change(s) wait</source>
        <translation>
            <numerusform>%n change waits</numerusform>
            <numerusform>%n changes wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) you</source>
        <translation>
            <numerusform>%n needs you</numerusform>
            <numerusform>%n need you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ActiveFilters</name>
    <message numerus="yes">
        <source>%n account(s)</source>
        <translation>
            <numerusform>%n account</numerusform>
            <numerusform>%n accounts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChipRow</name>
    <message numerus="yes">
        <source>Last %n day(s)</source>
        <translation>
            <numerusform>Last day</numerusform>
            <numerusform>Last %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NotesCard</name>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>Show all %n</numerusform>
            <numerusform>Show all %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CareRoom</name>
    <message numerus="yes">
        <source>The search index is made anew, of %n order(s).</source>
        <translation>
            <numerusform>The search index is made anew, of %n order.</numerusform>
            <numerusform>The search index is made anew, of %n orders.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobRoom</name>
    <message numerus="yes">
        <source>%n job(s) running</source>
        <translation>
            <numerusform>%n job running</numerusform>
            <numerusform>%n jobs running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobs</name>
    <message numerus="yes">
        <source>Stopped after %n order(s). The next run goes on from there.</source>
        <translation>
            <numerusform>Stopped after %n order. The next run goes on from there.</numerusform>
            <numerusform>Stopped after %n orders. The next run goes on from there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reporting %n parcel(s)</source>
        <translation>
            <numerusform>Reporting %n parcel</numerusform>
            <numerusform>Reporting %n parcels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Working on %n return(s)</source>
        <translation>
            <numerusform>Working on %n return</numerusform>
            <numerusform>Working on %n returns</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrivacyDialog</name>
    <message numerus="yes">
        <source>after %n day(s)</source>
        <translation>
            <numerusform>after %n day</numerusform>
            <numerusform>after %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The buyers of %n order(s) are forgotten.</source>
        <translation>
            <numerusform>The buyer of %n order is forgotten.</numerusform>
            <numerusform>The buyers of %n orders are forgotten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Forget the buyers of %n order(s)</source>
        <translation>
            <numerusform>Forget the buyer of %n order</numerusform>
            <numerusform>Forget the buyers of %n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) for the outbox</source>
        <translation>
            <numerusform>%n waits for the outbox</numerusform>
            <numerusform>%n wait for the outbox</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) and case(s)</source>
        <translation>
            <numerusform>%n return or case</numerusform>
            <numerusform>%n returns and cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n conversation</numerusform>
            <numerusform>%n conversations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RangeDialog</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %n order(s)</source>
        <translation>
            <numerusform>Export %n order</numerusform>
            <numerusform>Export %n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message numerus="yes">
        <source>%n order(s) exported to {file}</source>
        <translation>
            <numerusform>%n order exported to {file}</numerusform>
            <numerusform>%n orders exported to {file}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) exported to {file}</source>
        <translation>
            <numerusform>%n return exported to {file}</numerusform>
            <numerusform>%n returns exported to {file}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CustomerCard</name>
    <message numerus="yes">
        <source>%n earlier order(s)</source>
        <translation>
            <numerusform>%n earlier order</numerusform>
            <numerusform>%n earlier orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DoctorDialog</name>
    <message numerus="yes">
        <source>%n well</source>
        <translation>
            <numerusform>%n well</numerusform>
            <numerusform>%n well</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>%n to look at</numerusform>
            <numerusform>%n to look at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bad</source>
        <translation>
            <numerusform>%n bad</numerusform>
            <numerusform>%n bad</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaseBox</name>
    <message numerus="yes">
        <source>History (%n)</source>
        <translation>
            <numerusform>History (%n)</numerusform>
            <numerusform>History (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CasesCard</name>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>Show the one</numerusform>
            <numerusform>Show all %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MessagesCard</name>
    <message numerus="yes">
        <source>The channel takes %n image(s) at most.</source>
        <translation>
            <numerusform>The channel takes %n image at most.</numerusform>
            <numerusform>The channel takes %n images at most.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>deeds</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) too many</source>
        <translation>
            <numerusform>%n character too many</numerusform>
            <numerusform>%n characters too many</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ThreadBox</name>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>Show the one</numerusform>
            <numerusform>Show all %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message numerus="yes">
        <source>%n day(s) left. Sign in again, or enter a new one, before then.</source>
        <translation>
            <numerusform>%n day left. Sign in again, or enter a new one, before then.</numerusform>
            <numerusform>%n days left. Sign in again, or enter a new one, before then.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ForgetDialog</name>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n conversation</numerusform>
            <numerusform>%n conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BulkDialog</name>
    <message numerus="yes">
        <source>%n blocked and left out</source>
        <translation>
            <numerusform>%n blocked and left out</numerusform>
            <numerusform>%n blocked and left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done before and left out</source>
        <translation>
            <numerusform>%n done before and left out</numerusform>
            <numerusform>%n done before and left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ready</source>
        <translation>
            <numerusform>%n ready</numerusform>
            <numerusform>%n ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refund(s) queued</source>
        <translation>
            <numerusform>%n refund queued</numerusform>
            <numerusform>%n refunds queued</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GoodsCard</name>
    <message numerus="yes">
        <source>%n will not come</source>
        <translation>
            <numerusform>%n will not come</numerusform>
            <numerusform>%n will not come</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InspectDialog</name>
    <message numerus="yes">
        <source>%n of other lines wait for inspection afterwards.</source>
        <translation>
            <numerusform>%n of other lines wait for inspection afterwards.</numerusform>
            <numerusform>%n of other lines wait for inspection afterwards.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of this line wait for inspection afterwards.</source>
        <translation>
            <numerusform>%n of this line wait for inspection afterwards.</numerusform>
            <numerusform>%n of this line wait for inspection afterwards.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to inspect</source>
        <translation>
            <numerusform>%n to inspect</numerusform>
            <numerusform>%n to inspect</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LineBox</name>
    <message numerus="yes">
        <source>%n bought</source>
        <translation>
            <numerusform>%n bought</numerusform>
            <numerusform>%n bought</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReceiveDialog</name>
    <message numerus="yes">
        <source>%n more than announced: counted as extra.</source>
        <translation>
            <numerusform>%n more than announced: counted as extra.</numerusform>
            <numerusform>%n more than announced: counted as extra.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still expected.</source>
        <translation>
            <numerusform>%n still expected.</numerusform>
            <numerusform>%n still expected.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note %n received</source>
        <translation>
            <numerusform>Note %n received</numerusform>
            <numerusform>Note %n received</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReturnsScreen</name>
    <message numerus="yes">
        <source>%n return(s) selected</source>
        <translation>
            <numerusform>%n return selected</numerusform>
            <numerusform>%n returns selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order number(s) copied</source>
        <translation>
            <numerusform>%n order number copied</numerusform>
            <numerusform>%n order numbers copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>%n row copied</numerusform>
            <numerusform>%n rows copied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Select all %n of the filter</source>
        <translation>
            <numerusform>Select the one of the filter</numerusform>
            <numerusform>Select all %n of the filter</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>returns</name>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n done</numerusform>
            <numerusform>%n done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not reached</source>
        <translation>
            <numerusform>%n not reached</numerusform>
            <numerusform>%n not reached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the way</source>
        <translation>
            <numerusform>%n on the way</numerusform>
            <numerusform>%n on the way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s)</source>
        <translation>
            <numerusform>%n return</numerusform>
            <numerusform>%n returns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken back</source>
        <translation>
            <numerusform>%n taken back</numerusform>
            <numerusform>%n taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unclear</source>
        <translation>
            <numerusform>%n unclear</numerusform>
            <numerusform>%n unclear</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Accept %n return(s)</source>
        <translation>
            <numerusform>Accept %n return</numerusform>
            <numerusform>Accept %n returns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Close %n return(s)</source>
        <translation>
            <numerusform>Close %n return</numerusform>
            <numerusform>Close %n returns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Decline %n return(s)</source>
        <translation>
            <numerusform>Decline %n return</numerusform>
            <numerusform>Decline %n returns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Give %n label(s)</source>
        <translation>
            <numerusform>Give %n label</numerusform>
            <numerusform>Give %n labels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Receive %n return(s)</source>
        <translation>
            <numerusform>Receive %n return</numerusform>
            <numerusform>Receive %n returns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Refund %n return(s)</source>
        <translation>
            <numerusform>Refund %n return</numerusform>
            <numerusform>Refund %n returns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject %n return(s)</source>
        <translation>
            <numerusform>Reject %n return</numerusform>
            <numerusform>Reject %n returns</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Conditions</name>
    <message numerus="yes">
        <source>%n return(s) inspected: {grade}</source>
        <translation>
            <numerusform>%n return inspected: {grade}</numerusform>
            <numerusform>%n returns inspected: {grade}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) left out</source>
        <translation>
            <numerusform>%n return left out</numerusform>
            <numerusform>%n returns left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) not reached</source>
        <translation>
            <numerusform>%n return not reached</numerusform>
            <numerusform>%n returns not reached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) wait for inspection again</source>
        <translation>
            <numerusform>%n return waits for inspection again</numerusform>
            <numerusform>%n returns wait for inspection again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message numerus="yes">
        <source>%n return(s) now have the reason “{reason}”</source>
        <translation>
            <numerusform>%n return now has the reason “{reason}”</numerusform>
            <numerusform>%n returns now have the reason “{reason}”</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AnalyticsScreen</name>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n days</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
</TS>
