namespace Dfm.Connectors;

/// <summary>What the connector offers of the contract. Everything else about an operation is taken from <c>api/openapi.yaml</c>.</summary>
public static class ConnectorOperations
{
    private static readonly Values Customers = new("FindCustomers", "items", "id", "name");
    private static readonly Values Sites = new("GetCustomer", "sites", "id", "name", "customer");
    private static readonly Values Users = new("ListUsers", "items", "id", "name", "customer");
    private static readonly Values Equipment = new("FindEquipment", "items", "id", "designation", "customer");
    private static readonly Values Natures = new("ListNatures", "items", "code", "label");
    private static readonly Values DitStates = new("ListDitStates", "items", "code", "label");
    private static readonly Values OrderStates = new("ListOrderStates", "items", "code", "label");

    /// <summary>What Power Automate calls to tell whether a new connection's key is good: it takes no parameter.</summary>
    public const string TestsConnection = "ListDitStates";

    public static IReadOnlyList<ConnectorOperation> All { get; } =
    [
        Trigger("OnDitStateChanged", "DitStateChanged", "When a DIT changes state", "Starts a flow when an intervention request is raised or changes state."),
        Trigger("OnOrderStateChanged", "OrderStateChanged", "When an order changes state", "Starts a flow when an order is placed or changes state."),
        Trigger("OnReadingEntered", "ReadingEntered", "When a reading is entered", "Starts a flow when a meter reading is entered or corrected."),
        new("deleteWebhook", "Unsubscribe", "Unsubscribe", "Ends the subscription of a trigger.") { IsInternal = true },

        new("raiseBackofficeDit", "RaiseDit", "Raise a DIT", "Raises an intervention request on a piece of equipment in the name of a user of the customer.")
        {
            Values = new Dictionary<string, Values> { ["customer"] = Customers, ["id"] = Equipment, ["user"] = Users, ["nature"] = Natures },
        },
        new("listBackofficeDits", "FindDits", "Find DITs", "Lists the intervention requests in one state, across customers.")
        {
            Values = new Dictionary<string, Values> { ["state"] = DitStates },
        },
        new("getBackofficeDit", "GetDit", "Get a DIT", "Gets an intervention request with its journal: where it stands, and what has happened to it."),
        new("transitionDit", "AdvanceDit", "Advance or cancel a DIT", "Plans, starts, finishes, reopens, closes or cancels an intervention request."),
        new("addBackofficeDitMessage", "AddDitMessage", "Write on a DIT", "Sends a message to the customer about an open intervention request."),

        new("placeBackofficeOrder", "PlaceOrder", "Place an order", "Orders consumables for a piece of equipment in the name of a user of the customer.")
        {
            Values = new Dictionary<string, Values> { ["customer"] = Customers, ["id"] = Equipment, ["user"] = Users },
        },
        new("listBackofficeOrders", "FindOrders", "Find orders", "Lists the orders in one state, across customers.")
        {
            Values = new Dictionary<string, Values> { ["state"] = OrderStates },
        },
        new("getBackofficeOrder", "GetOrder", "Get an order", "Gets an order with its journal: where it stands, and what has happened to it."),
        new("transitionOrder", "AdvanceOrder", "Advance or cancel an order", "Validates an order, adds a line, sends a parcel or cancels."),

        new("enterBackofficeMeterReadings", "EnterReadings", "Take readings", "Enters meter readings of the equipment of a customer.")
        {
            Values = new Dictionary<string, Values> { ["customer"] = Customers, ["asset"] = Equipment },
        },
        new("postInvoice", "PostInvoice", "Post an invoice", "Posts an invoice or a credit note as a PDF, of which the customer is told by mail.")
        {
            Values = new Dictionary<string, Values> { ["customer"] = Customers, ["site"] = Sites },
        },

        new("listBackofficeCustomers", "FindCustomers", "Find customers", "Searches the customers by name or code."),
        new("listBackofficeAssets", "FindEquipment", "Find equipment", "Searches the equipment of a customer by words of its fields or the end of its serial number.")
        {
            Values = new Dictionary<string, Values> { ["customer"] = Customers, ["site"] = Sites },
        },
        new("getBackofficeCustomer", "GetCustomer", "Get a customer", "Gets a customer with its sites.")
        {
            Values = new Dictionary<string, Values> { ["customer"] = Customers },
        },
        new("listBackofficeUsers", "ListUsers", "List users", "Lists the users of a customer.") { IsInternal = true },
        new("listBackofficeNatures", "ListNatures", "List natures", "Lists the natures of intervention.") { IsInternal = true },
        new("listDitStates", "ListDitStates", "List states of DITs", "Lists the states of an intervention request.") { IsInternal = true },
        new("listOrderStates", "ListOrderStates", "List states of orders", "Lists the states of an order.") { IsInternal = true },
    ];

    private static ConnectorOperation Trigger(string id, string happened, string summary, string description) =>
        new("subscribeTrigger", id, summary, description)
        {
            Event = happened,
            Hint = "To see it work now, let it happen once on the portal.",
        };
}
