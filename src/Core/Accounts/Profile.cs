namespace Dfm.Core.Accounts;

/// <summary>What a customer's account may see (manual, sign-in; ERP profiles « Superviseur » and « Utilisateur »).</summary>
public enum Profile
{
    /// <summary>« Utilisateur »: the sites assigned to the account.</summary>
    User,

    /// <summary>« Superviseur »: every site of the customer.</summary>
    Supervisor,
}
