using Dfm.Core.Accounts;

namespace Dfm.Core.Invoices;

/// <summary>Who may see a customer's invoices: the one place that decides it.</summary>
public static class InvoiceAccess
{
    /// <summary>Superviseurs may; the list, the PDFs and the mails follow this.</summary>
    public static bool MaySee(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Profile is Profile.Supervisor;
    }

    /// <summary>The caller, or that invoices are not for this person.</summary>
    public static Result<Caller> Check(Caller caller) => MaySee(caller) ? caller : InvoiceProblems.NotAllowed;
}
